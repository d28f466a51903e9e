package io.registrysync.notify;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where messages go. Settings may be kept in clear; secrets must be sealed, and never shown again: the address of a robot
 * is one of them, for who knows it can write to the group.
 *
 * @param type     the service
 * @param settings by the name of the field, only those that are set
 * @param secrets  by the name of the field, only those that are set
 */
public record Channel(ChannelType type, Map<String, String> settings, Map<String, String> secrets) {
    /**
     * One thing to ask for.
     *
     * @param name     stays, once published
     * @param secret   whether it belongs to the secrets
     * @param required whether a channel cannot do without
     * @param choices  the values that are possible, first the one that is meant where nothing is set; empty where any
     *     text is
     */
    public record Field(String name, boolean secret, boolean required, List<String> choices) {
        /** Freezes the list. */
        public Field {
            choices = List.copyOf(choices);
        }
    }

    /** Checks the fields; empty values count as not set. Throws {@link InvalidChannelException} with all that is wrong. */
    public Channel {
        ChannelCheck check = new ChannelCheck(type, settings, secrets);
        check.requireValid();
        settings = check.settings();
        secrets = check.secrets();
    }

    /**
     * A changed channel. A secret that is not among {@code newSecrets} stays, one that is empty there goes. Where messages
     * would go to another place none stays: otherwise who may edit channels could have secrets sent to a place of his own.
     *
     * @param newSettings all of them
     * @param newSecrets  only those that were entered
     */
    public Channel changed(Map<String, String> newSettings, Map<String, String> newSecrets) {
        Map<String, String> kept = new HashMap<>();
        if (place(newSettings, newSecrets).equals(place(settings, secrets))) {
            kept.putAll(secrets);
        }
        kept.putAll(newSecrets);
        return new Channel(type, newSettings, kept);
    }

    private List<String> place(Map<String, String> someSettings, Map<String, String> someSecrets) {
        return List.of(
                someSecrets
                        .getOrDefault(ChannelCheck.URL, secrets.getOrDefault(ChannelCheck.URL, ""))
                        .strip(),
                someSettings.getOrDefault(ChannelCheck.HOST, "").strip(),
                someSettings.getOrDefault(ChannelCheck.PORT, "").strip(),
                someSettings.getOrDefault(ChannelCheck.SECURITY, "").strip());
    }

    /** Type and settings, never a secret. */
    @Override
    public String toString() {
        return "Channel[" + type.id() + ", " + settings + ", secrets " + secrets.keySet() + "]";
    }

    URI url() {
        return URI.create(secret(ChannelCheck.URL).orElseThrow());
    }

    /** In which its messages are written: Chinese or English; {@link Locale#ROOT} where programs read them. */
    public Locale locale() {
        if (type.fields().stream().noneMatch(field -> field.name().equals(ChannelCheck.LANGUAGE))) {
            return Locale.ROOT;
        }
        return language() == Language.EN ? Locale.ENGLISH : Locale.CHINESE;
    }

    Language language() {
        return choice(ChannelCheck.LANGUAGE).equals("en") ? Language.EN : Language.ZH;
    }

    Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    Optional<String> secret(String name) {
        return Optional.ofNullable(secrets.get(name));
    }

    /** The chosen value of a field with choices. */
    String choice(String name) {
        return setting(name)
                .orElseGet(() -> type.fields().stream()
                        .filter(field -> field.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .choices()
                        .get(0));
    }
}
