/**
 * Talking to registries: one {@link io.registrysync.registry.Registry} per endpoint.
 */
@NullMarked
package io.registrysync.registry;

import org.jspecify.annotations.NullMarked;
