/**
 * Registries, tasks, executions and their logs in SQLite or PostgreSQL. Usable without Spring.
 */
@NullMarked
package io.registrysync.store;

import org.jspecify.annotations.NullMarked;
