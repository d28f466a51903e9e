package io.registrysync.spring.web;

import org.jspecify.annotations.Nullable;

/** Whether something is to count. */
record EnabledRequest(@Nullable Boolean enabled) {
    boolean required() {
        if (enabled == null) {
            throw new IllegalArgumentException("enabled: missing; true or false");
        }
        return enabled;
    }
}
