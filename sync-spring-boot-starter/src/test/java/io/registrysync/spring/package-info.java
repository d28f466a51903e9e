@NullMarked
package io.registrysync.spring;

import org.jspecify.annotations.NullMarked;
