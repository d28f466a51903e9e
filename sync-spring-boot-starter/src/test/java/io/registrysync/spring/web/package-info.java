@NullMarked
package io.registrysync.spring.web;

import org.jspecify.annotations.NullMarked;
