/**
 * Images in files: OCI layouts as folders and archives, and the archives of {@code docker save}. What is here stands
 * behind the same port as a registry, so that the engine copies from, to and between them alike.
 */
@NullMarked
package io.registrysync.layout;

import org.jspecify.annotations.NullMarked;
