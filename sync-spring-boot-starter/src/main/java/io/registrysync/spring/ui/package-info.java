/** Serves the pages. */
@NullMarked
package io.registrysync.spring.ui;

import org.jspecify.annotations.NullMarked;
