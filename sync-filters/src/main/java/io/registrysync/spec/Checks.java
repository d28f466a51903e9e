package io.registrysync.spec;

import io.registrysync.oci.Platform;
import io.registrysync.oci.Reference;
import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.RepositoryName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What single values must satisfy. The records ask here when they are made, and the reader asks beforehand, to name the
 * place of the value. Each returns the value, or throws an IllegalArgumentException that says what is wrong.
 */
final class Checks {
    private static final int MAX_NAME = 100;
    private static final Pattern LAYOUT = Pattern.compile("(?:oci|oci-archive|docker-archive):.+");
    private static final Pattern ARTIFACT_TYPE =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*");

    private Checks() {}

    /** Asks on behalf of a record, whose caller learns which of the values it was. */
    static void of(String key, String value, Consumer<String> check) {
        try {
            check.accept(value);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(key + ": " + wrong.getMessage(), wrong);
        }
    }

    /** The name of a sync, a registry or a channel: for people, in any language. */
    static String name(String text) {
        if (text.isBlank() || text.length() > MAX_NAME || !text.equals(text.strip())) {
            throw new IllegalArgumentException("a name has 1 to " + MAX_NAME + " characters, no space at either end");
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c))) {
            throw new IllegalArgumentException("a name is one line without control characters");
        }
        return text;
    }

    static String described(String registry, Collection<String> described) {
        if (!described.contains(registry)) {
            throw new IllegalArgumentException(
                    "no registry " + Words.quote(registry) + " is described" + Words.remedy(registry, described));
        }
        return registry;
    }

    /** {@code [https://|http://]host[:port]}. */
    static String url(String text) {
        String address = text.replaceFirst("^https?://", "").replaceFirst("/$", "");
        if (address.contains("@")) {
            throw new IllegalArgumentException("an address without user and password; they have keys of their own");
        }
        if (address.contains("/")) {
            throw new IllegalArgumentException(
                    Words.quote(text) + " has a path; write host[:port], and what follows as the project of a sync");
        }
        new RegistryHost(address);
        return text;
    }

    static String host(String text) {
        new RegistryHost(text);
        return text;
    }

    static String proxy(String text) {
        try {
            URI address = new URI(text);
            // Nothing of it is repeated: this is where people put a password.
            if (address.getRawUserInfo() != null) {
                throw new IllegalArgumentException("a proxy's user and password have no place in this file; set"
                        + " HTTPS_PROXY in the environment instead");
            }
            String kind = String.valueOf(address.getScheme());
            if (address.getHost() != null
                    && address.getPort() >= 0
                    && Set.of("http", "socks5").contains(kind)) {
                return text;
            }
        } catch (URISyntaxException malformed) {
            // Said below, without the text.
        }
        throw new IllegalArgumentException("a proxy is http://host:port or socks5://host:port");
    }

    static String repository(String text) {
        return new RepositoryName(text).path();
    }

    /** A repository, or a glob for several. */
    static String repositories(String text) {
        return isGlob(text) ? Rules.repositoryGlob(text) : repository(text);
    }

    static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> "*?[]{}!".indexOf(c) >= 0);
    }

    /** An image with or without registry, tag and digest. */
    static String image(String text) {
        Reference.parse(text);
        return text;
    }

    static String layout(String text) {
        if (!LAYOUT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    Words.quote(text) + " is none of oci:FOLDER, oci-archive:FILE, docker-archive:FILE");
        }
        return text;
    }

    /** A platform in its normal form. */
    static String platform(String text) {
        return Platform.parse(text).toString();
    }

    static String artifactType(String text) {
        if (!ARTIFACT_TYPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    Words.quote(text)
                            + " is not an artifact type (type/subtype, such as application/vnd.dev.cosign.artifact.sig.v1+json)");
        }
        return text;
    }

    static void distinct(String noun, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(noun + " " + Words.quote(name) + " stands here twice");
            }
        }
    }

    static <N extends Comparable<N>> void within(String noun, Optional<N> value, N least) {
        value.filter(given -> given.compareTo(least) < 0).ifPresent(given -> {
            throw new IllegalArgumentException(noun + " must be at least " + least + ", not " + given);
        });
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
