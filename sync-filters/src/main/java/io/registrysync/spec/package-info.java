/**
 * The description of a sync as values, and the YAML file that holds them. {@link io.registrysync.spec.SyncFile} is the
 * way in.
 */
@NullMarked
package io.registrysync.spec;

import org.jspecify.annotations.NullMarked;
