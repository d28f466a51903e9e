package io.registrysync.cli;

import org.jspecify.annotations.Nullable;

/** Which version this is. */
final class Version {
    private Version() {}

    /** From the manifest of the jar; {@code development} where there is none. */
    static String number() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
