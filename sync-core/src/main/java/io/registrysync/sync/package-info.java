/**
 * Plans and runs copies between repositories.
 */
@NullMarked
package io.registrysync.sync;

import org.jspecify.annotations.NullMarked;
