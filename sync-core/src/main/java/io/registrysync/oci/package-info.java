/**
 * The words of the OCI specifications as immutable values. No input or output happens here.
 */
@NullMarked
package io.registrysync.oci;

import org.jspecify.annotations.NullMarked;
