package io.registrysync.notify;

import io.registrysync.registry.ForeignText;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Takes the secrets of a channel out of texts that others wrote: a service may repeat what it was sent. */
final class Secrets {
    private static final int MIN_LENGTH = 4;
    /** Parts of the services' addresses that are the same for everybody. */
    private static final Set<String> COMMON =
            Set.of("cgi-bin", "webhook", "send", "robot", "open-apis", "hook", "services", "hooks", "bot", "v2", "v1");

    private final List<String> longestFirst;

    private Secrets(List<String> longestFirst) {
        this.longestFirst = longestFirst;
    }

    static Secrets of(Channel channel) {
        Set<String> parts = new TreeSet<>(channel.secrets().values());
        channel.secret(ChannelCheck.PASSWORD).ifPresent(password -> {
            // As a mail server sees it (RFC 4616).
            String user = channel.setting(ChannelCheck.USERNAME).orElse("");
            parts.add(base64(password));
            parts.add(base64("\0" + user + "\0" + password));
        });
        if (channel.secret(ChannelCheck.URL).isPresent()) {
            addParts(channel.url(), parts);
        }
        List<String> sorted = new ArrayList<>();
        for (String part : parts) {
            sorted.add(part);
            sorted.add(URLDecoder.decode(
                    part.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8));
        }
        sorted.removeIf(part -> part.length() < MIN_LENGTH);
        sorted.sort(Comparator.comparingInt(String::length).reversed());
        return new Secrets(List.copyOf(sorted));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void addParts(URI url, Set<String> parts) {
        String path = String.valueOf(url.getRawPath());
        parts.add(path);
        Set<String> segments = new TreeSet<>(List.of(path.split("/", -1)));
        segments.removeAll(COMMON);
        parts.addAll(segments);
        if (url.getRawQuery() != null) {
            parts.add(url.getRawQuery());
            for (String pair : url.getRawQuery().split("&", -1)) {
                parts.add(pair.substring(pair.indexOf('=') + 1));
            }
        }
    }

    /** One clean line without the secrets. */
    String mask(String foreign) {
        String masked = foreign;
        for (String part : longestFirst) {
            masked = masked.replace(part, "…");
        }
        return ForeignText.clean(masked, 500);
    }
}
