/**
 * Measurements of the engine.
 */
@NullMarked
package io.registrysync.bench;

import org.jspecify.annotations.NullMarked;
