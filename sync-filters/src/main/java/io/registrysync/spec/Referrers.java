package io.registrysync.spec;

import java.util.List;

/**
 * Whether signatures and the like that refer to an image come along.
 *
 * @param copied        whether any do
 * @param artifactTypes only these; empty for all
 */
public record Referrers(boolean copied, List<String> artifactTypes) {
    /** None. */
    public static final Referrers NONE = new Referrers(false, List.of());
    /** All. */
    public static final Referrers ALL = new Referrers(true, List.of());

    /**
     * Checks the artifact types.
     *
     * @throws IllegalArgumentException where one is none, or some are given though nothing is copied
     */
    public Referrers {
        artifactTypes = List.copyOf(artifactTypes);
        artifactTypes.forEach(Checks::artifactType);
        Checks.require(copied || artifactTypes.isEmpty(), "artifact types are given, but no referrer is copied");
    }
}
