/**
 * What to copy: rules for tags and images, name mapping, and the one serialisable description of a sync.
 */
@NullMarked
package io.registrysync.filter;

import org.jspecify.annotations.NullMarked;
