/**
 * Auto-configuration of Registry Sync for Spring Boot applications.
 */
@NullMarked
package io.registrysync.spring;

import org.jspecify.annotations.NullMarked;
