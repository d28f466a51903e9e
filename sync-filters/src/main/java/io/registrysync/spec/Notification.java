package io.registrysync.spec;

import java.util.List;

/**
 * Who hears of a run's end.
 *
 * @param enabled   whether anybody hears; channels are kept for when they shall again
 * @param channels  names of channels; none for nobody
 * @param when      after which runs
 * @param stopped   whether a run that somebody stopped is told although {@code when} asks for failures only
 * @param recovered whether the first good run after a failed one is told although {@code when} asks for failures only
 */
public record Notification(boolean enabled, List<String> channels, When when, boolean stopped, boolean recovered) {
    /** Nobody. */
    public static final Notification NONE = new Notification(true, List.of(), When.ALWAYS, false, false);

    /** After which runs. */
    public enum When {
        /** All. */
        ALWAYS,
        /** Those in which something failed. */
        FAILED
    }

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException where one is none or stands twice
     */
    public Notification {
        channels = List.copyOf(channels);
        channels.forEach(Checks::name);
        Checks.distinct("the channel", channels);
    }

    /** The same for other channels. */
    public Notification to(List<String> others) {
        return new Notification(enabled, others, when, stopped, recovered);
    }
}
