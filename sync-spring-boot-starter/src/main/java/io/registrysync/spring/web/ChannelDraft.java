package io.registrysync.spring.web;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.registrysync.notify.Channel;
import io.registrysync.store.ChannelEntry;
import java.util.Map;
import java.util.Optional;

/**
 * What people say of a channel.
 *
 * @param version  of what was read, for a change
 * @param settings all of them
 * @param secrets  those that were entered; an empty one goes, a missing one stays unless messages go elsewhere now
 * @param enabled  true unless given
 */
record ChannelDraft(
        int version,
        String name,
        String type,
        Map<String, String> settings,
        Map<String, String> secrets,
        boolean enabled) {
    /** As it is sent. */
    @JsonCreator
    static ChannelDraft of(
            @JsonProperty("version") Optional<Integer> version,
            @JsonProperty("name") Optional<String> name,
            @JsonProperty("type") Optional<String> type,
            @JsonProperty("settings") Optional<Map<String, String>> settings,
            @JsonProperty("secrets") Optional<Map<String, String>> secrets,
            @JsonProperty("enabled") Optional<Boolean> enabled) {
        return new ChannelDraft(
                version.orElse(0),
                name.orElse(""),
                type.orElse(""),
                settings.orElse(Map.of()),
                secrets.orElse(Map.of()),
                enabled.orElse(true));
    }

    ChannelEntry entry(Channel checked) {
        return new ChannelEntry(name, type, checked.settings(), enabled);
    }

    /** Never a secret. */
    @Override
    public String toString() {
        return "ChannelDraft[" + name + ", " + type + "]";
    }
}
