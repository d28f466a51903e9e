/**
 * Registry Sync in a Spring Boot application: {@link io.registrysync.spring.RegistrySyncAutoConfiguration} opens the store
 * and a node of the engine, and lets the packages beneath serve them.
 *
 * <p>{@code web} is the REST interface, {@code security} who may do what, {@code operation} health and metrics. None of them
 * decides anything about syncs: they translate.
 */
@NullMarked
package io.registrysync.spring;

import org.jspecify.annotations.NullMarked;
