/**
 * Tests with parts that nobody here wrote: the registry of the distribution project, and the tools that make and read
 * images elsewhere. Where one is not installed, its tests are skipped, or fail with
 * {@code -Dregistrysync.requireRealParts=true}.
 */
@NullMarked
package io.registrysync.real;

import org.jspecify.annotations.NullMarked;
