package io.registrysync.spring.web;

import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who asks. */
final class Caller {
    private Caller() {}

    /** The name to note; empty where nobody has to sign in. */
    static String name(@Nullable Principal principal) {
        return Optional.ofNullable(principal).map(Principal::getName).orElse("");
    }
}
