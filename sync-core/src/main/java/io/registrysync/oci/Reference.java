package io.registrysync.oci;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names content in a registry: {@code [registry/]repository[:tag][@digest]}.
 *
 * <p>The grammar is that of the OCI distribution specification with Docker's rules for names without a registry: a
 * first component with a {@code .}, a {@code :} or an upper-case letter, or {@code localhost}, is a registry; otherwise
 * the registry is Docker Hub, where a one-component name gets {@code library/} in front.
 *
 * <p>Where both are given, the digest decides about the content and the tag is only a label. Immutable; equal when all
 * four parts are equal.
 */
public final class Reference {
    private final RegistryHost registry;
    private final RepositoryName repository;
    private final @Nullable Tag tag;
    private final @Nullable Digest digest;

    private Reference(RegistryHost registry, RepositoryName repository, @Nullable Tag tag, @Nullable Digest digest) {
        this.registry = registry;
        this.repository = repository;
        this.tag = tag;
        this.digest = digest;
    }

    /**
     * Parses a reference as a person writes it.
     *
     * @throws FormatException with a message that names the wrong part
     */
    public static Reference parse(String text) {
        if (text.contains("://")) {
            throw new FormatException(
                    FormatException.quote(text) + " starts with a scheme; write host[:port]/repository");
        }
        int at = text.indexOf('@');
        Digest digest = at < 0 ? null : Digest.parse(text.substring(at + 1));
        String named = at < 0 ? text : text.substring(0, at);

        int slash = named.indexOf('/');
        boolean hasRegistry = slash > 0 && isRegistry(named.substring(0, slash));
        RegistryHost registry = hasRegistry ? new RegistryHost(named.substring(0, slash)) : RegistryHost.DOCKER_HUB;
        String rest = hasRegistry ? named.substring(slash + 1) : named;

        int colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
        Tag tag = colon < 0 ? null : new Tag(rest.substring(colon + 1));
        String path = colon < 0 ? rest : rest.substring(0, colon);
        if (path.isEmpty()) {
            throw new FormatException(FormatException.quote(text) + " names no repository");
        }
        if (registry.isDockerHub() && path.indexOf('/') < 0) {
            path = "library/" + path;
        }
        return new Reference(registry, new RepositoryName(path), tag, digest);
    }

    /** The registry. */
    public RegistryHost registry() {
        return registry;
    }

    /** The repository within the registry. */
    public RepositoryName repository() {
        return repository;
    }

    /** The tag, where one is given. */
    public Optional<Tag> tag() {
        return Optional.ofNullable(tag);
    }

    /** The digest, where one is given. It decides about the content. */
    public Optional<Digest> digest() {
        return Optional.ofNullable(digest);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reference that
                && registry.equals(that.registry)
                && repository.equals(that.repository)
                && Objects.equals(tag, that.tag)
                && Objects.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(registry, repository, tag, digest);
    }

    /** The full form, which {@link #parse} reads back to an equal reference. */
    @Override
    public String toString() {
        // Without a dot or a port, only an upper-case letter tells a registry from a part of a repository's name.
        String host =
                isRegistry(registry.name()) ? registry.name() : registry.name().toUpperCase(Locale.ROOT);
        return host + "/" + repository + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }

    private static boolean isRegistry(String component) {
        return component.equals("localhost")
                || component.chars().anyMatch(c -> c == '.' || c == ':' || (c >= 'A' && c <= 'Z'));
    }
}
