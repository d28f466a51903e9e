@NullMarked
package io.registrysync.engine;

import org.jspecify.annotations.NullMarked;
