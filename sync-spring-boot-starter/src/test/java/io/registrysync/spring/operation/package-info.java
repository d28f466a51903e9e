@NullMarked
package io.registrysync.spring.operation;

import org.jspecify.annotations.NullMarked;
