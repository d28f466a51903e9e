/** The REST interface below {@code /api/v1}. */
@NullMarked
package io.registrysync.spring.web;

import org.jspecify.annotations.NullMarked;
