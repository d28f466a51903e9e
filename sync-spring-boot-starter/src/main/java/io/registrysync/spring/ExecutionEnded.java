package io.registrysync.spring;

import io.registrysync.store.Execution;

/** An execution has ended on this node. Published as an event of the application, on a thread of the engine. */
public record ExecutionEnded(Execution execution) {}
