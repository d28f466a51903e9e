@NullMarked
package io.registrysync.store;

import org.jspecify.annotations.NullMarked;
