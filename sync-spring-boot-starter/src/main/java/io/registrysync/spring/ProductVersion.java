package io.registrysync.spring;

import java.util.Optional;

/** Which version this is. */
public final class ProductVersion {
    /** From the manifest of the jar; {@code development} where there is none. */
    public static final String NUMBER = Optional.ofNullable(
                    ProductVersion.class.getPackage().getImplementationVersion())
            .orElse("development");

    private ProductVersion() {}
}
