package io.registrysync.spec;

/**
 * Whether tags go that the source no longer has.
 *
 * @param enabled    whether any do
 * @param maxPercent more than this share of a repository's tags is never deleted in one run; 1 to 100
 */
public record Deletion(boolean enabled, int maxPercent) {
    /** None. */
    public static final Deletion OFF = new Deletion(false, 10);

    /**
     * Checks the share.
     *
     * @throws IllegalArgumentException where it is not within 1 to 100
     */
    public Deletion {
        Checks.require(maxPercent >= 1 && maxPercent <= 100, "maxPercent must be within 1 to 100");
    }
}
