package io.registrysync.spring.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * Whether a registry works.
 *
 * @param usable         whether nothing failed
 * @param authentication how it wants to be asked: {@code none}, {@code basic} or {@code token}; empty where it did not say
 * @param user           who we are there; empty for anybody
 * @param planes         one after the other; what one needs is in those before it
 */
record RegistryVerdict(boolean usable, String address, String authentication, String user, List<Plane> planes) {
    RegistryVerdict {
        planes = List.copyOf(planes);
    }

    /** Without words of whoever answered. */
    RegistryVerdict coarse() {
        return new RegistryVerdict(
                usable,
                address,
                authentication,
                user,
                planes.stream().map(Plane::coarse).toList());
    }

    /** What is looked at. */
    enum Name {
        NETWORK,
        TLS,
        LOGIN,
        LIST,
        PUSH
    }

    /** What came of it. */
    enum State {
        OK,
        FAILED,
        /** It was not looked at: it does not apply, something before it failed, or it was not asked for. */
        SKIPPED,
        /** It cannot be told, and need not be wrong. */
        UNKNOWN
    }

    /**
     * One of the things that have to work.
     *
     * @param kind   of what kind the failure is, for whoever may not read the message
     * @param hint   what to do about it; empty for nothing
     * @param millis how long it took; 0 where it was not looked at by itself
     */
    record Plane(
            Name plane,
            State state,
            String message,
            @JsonIgnore String kind,
            String hint,
            long millis) {
        static Plane ok(Name plane, String message, long millis) {
            return new Plane(plane, State.OK, message, "", "", millis);
        }

        private Plane coarse() {
            return kind.isEmpty()
                    ? new Plane(plane, state, message, "", hint, 0)
                    : new Plane(plane, state, kind, "", "", 0);
        }

        static Plane skipped(Name plane, String message) {
            return new Plane(plane, State.SKIPPED, message, "", "", 0);
        }
    }
}
