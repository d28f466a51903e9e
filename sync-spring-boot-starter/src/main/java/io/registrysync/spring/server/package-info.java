/** The server that runs by itself: an application that consists of the starter alone. */
@NullMarked
package io.registrysync.spring.server;

import org.jspecify.annotations.NullMarked;
