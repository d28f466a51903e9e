/**
 * What to copy, and under which names: rules for tags and images, filters for repositories, name mapping.
 */
@NullMarked
package io.registrysync.filter;

import org.jspecify.annotations.NullMarked;
