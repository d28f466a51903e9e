package io.registrysync.spring;

import io.registrysync.engine.SyncEngine;
import io.registrysync.registry.Registry;

/** Says what properties cannot: a bean of this type is asked while the parts are put together. */
public interface RegistrySyncCustomizer {
    /** Before the node is opened. */
    default void engine(SyncEngine.Builder engine) {}

    /** Whenever a registry is opened, before what is stored of it comes on top. */
    default void registry(Registry.Builder registry) {}
}
