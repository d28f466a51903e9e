/**
 * The {@code registry-sync} command.
 */
@NullMarked
package io.registrysync.cli;

import org.jspecify.annotations.NullMarked;
