/** Applications that have Registry Sync in them. Stand apart, so that nothing of ours is found by scanning. */
@NullMarked
package io.registrysync.host;

import org.jspecify.annotations.NullMarked;
