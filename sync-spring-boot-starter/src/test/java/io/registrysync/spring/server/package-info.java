@NullMarked
package io.registrysync.spring.server;

import org.jspecify.annotations.NullMarked;
