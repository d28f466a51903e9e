package io.registrysync.spring.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.MediaType;

/**
 * What a method writes to the response by itself, a piece at a time. Its signature does not tell; the description of the
 * interface has it from here.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Streamed {
    /** The types; where there are several, each event has one of them. */
    Class<?>[] value();

    String mediaType() default MediaType.APPLICATION_JSON_VALUE;
}
