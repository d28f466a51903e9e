package io.registrysync.cli;

import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Reference;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository or an image of it, as it stands on the command line: a reference with or without {@code docker://},
 * {@code oci:DIR}, {@code oci-archive:FILE} or {@code docker-archive:FILE}.
 *
 * @param place  the repository
 * @param tag    where one is given
 * @param digest decides about the content where it is given
 */
record ImageName(Place place, Optional<Tag> tag, Optional<Digest> digest) {
    private static final String FOLDER = "oci:";
    private static final String ARCHIVE = "oci-archive:";
    private static final String DOCKER = "docker-archive:";
    private static final Pattern DIGEST_ALONE = Pattern.compile("^([^:]+)@(sha(?:256|512):[0-9a-f]+)$");

    /**
     * Reads one.
     *
     * @throws FormatException where it is none
     */
    static ImageName parse(String text) {
        if (text.startsWith(FOLDER)) {
            return layout(text, text.substring(FOLDER.length()), false);
        }
        if (text.startsWith(ARCHIVE)) {
            return layout(text, text.substring(ARCHIVE.length()), true);
        }
        if (text.startsWith(DOCKER)) {
            return dockerArchive(text, text.substring(DOCKER.length()));
        }
        return of(reference(text));
    }

    /** Repositories. */
    static List<ImageName> at(List<Place> places) {
        return places.stream()
                .map(place -> new ImageName(place, Optional.empty(), Optional.empty()))
                .toList();
    }

    static ImageName of(Reference reference) {
        return new ImageName(
                new Place.InRegistry(reference.registry(), reference.repository()),
                reference.tag(),
                reference.digest());
    }

    /** Parses a reference, with or without {@code docker://}. */
    static Reference reference(String text) {
        return Reference.parse(text.startsWith("docker://") ? text.substring("docker://".length()) : text);
    }

    /** Whether it names one image, and not a repository. */
    boolean isImage() {
        return tag.isPresent() || digest.isPresent();
    }

    /**
     * {@code DIR}, {@code DIR:TAG}, {@code DIR:path/of/repository} or {@code DIR:repository:TAG}, with or without a digest
     * behind it.
     */
    private static ImageName layout(String text, String given, boolean isArchive) {
        // An image without a name: the colon is that of the digest, and not the end of the file.
        String rest = DIGEST_ALONE.matcher(given).replaceFirst("$1:@$2");
        Path file = file(text, rest);
        String name = name(rest);
        int at = name.indexOf('@');
        Optional<Digest> digest = at < 0 ? Optional.empty() : Optional.of(Digest.parse(name.substring(at + 1)));
        String named = at < 0 ? name : name.substring(0, at);
        int colon = named.indexOf(':');
        boolean hasRepository = colon >= 0 || named.indexOf('/') >= 0;
        String repository = !hasRepository ? "" : colon < 0 ? named : named.substring(0, colon);
        String tag = hasRepository ? (colon < 0 ? "" : named.substring(colon + 1)) : named;
        return new ImageName(
                new Place.InLayout(
                        file,
                        isArchive,
                        hasRepository ? Optional.of(new RepositoryName(repository)) : Optional.empty()),
                tag.isEmpty() ? Optional.empty() : Optional.of(new Tag(tag)),
                digest);
    }

    private static ImageName dockerArchive(String text, String rest) {
        Path file = file(text, rest);
        Optional<Reference> name =
                Optional.of(name(rest)).filter(given -> !given.isEmpty()).map(Reference::parse);
        return new ImageName(
                new Place.InDockerArchive(file, name.map(ImageName::withoutTag)),
                name.flatMap(Reference::tag),
                name.flatMap(Reference::digest));
    }

    /** The same for every tag, so that places can be compared. */
    static Reference withoutTag(Reference reference) {
        return Reference.parse(reference.registry().name() + "/" + reference.repository());
    }

    private static Path file(String text, String rest) {
        int colon = rest.indexOf(':');
        String file = colon < 0 ? rest : rest.substring(0, colon);
        if (file.isEmpty()) {
            throw new FormatException("'" + text + "' names no file");
        }
        return Path.of(file);
    }

    private static String name(String rest) {
        int colon = rest.indexOf(':');
        return colon < 0 ? "" : rest.substring(colon + 1);
    }

    @Override
    public String toString() {
        return place
                + tag.map(name -> ":" + name).orElse("")
                + digest.map(pin -> "@" + pin).orElse("");
    }
}
