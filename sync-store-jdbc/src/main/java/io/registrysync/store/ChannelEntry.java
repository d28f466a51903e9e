package io.registrysync.store;

import java.util.Map;

/**
 * What people say of a channel, without its secrets.
 *
 * @param name     unique
 * @param type     what kind of channel, in the words of whoever sends
 * @param settings what may be shown
 * @param enabled  whether messages are sent
 */
public record ChannelEntry(String name, String type, Map<String, String> settings, boolean enabled) {
    /**
     * Checks the name and the type, freezes the settings.
     *
     * @throws IllegalArgumentException where one is wrong
     */
    public ChannelEntry {
        Texts.requireName(name);
        if (!type.matches("[a-z0-9-]{1,30}")) {
            throw new IllegalArgumentException("a type is a word of lower-case letters");
        }
        settings = Map.copyOf(settings);
    }
}
