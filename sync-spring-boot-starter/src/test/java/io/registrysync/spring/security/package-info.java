@NullMarked
package io.registrysync.spring.security;

import org.jspecify.annotations.NullMarked;
