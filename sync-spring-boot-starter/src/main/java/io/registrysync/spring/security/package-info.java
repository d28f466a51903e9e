/** Who may do what: sign-in, roles, tokens, and what is noted of it. */
@NullMarked
package io.registrysync.spring.security;

import org.jspecify.annotations.NullMarked;
