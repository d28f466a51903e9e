package io.registrysync.cli;

import io.registrysync.oci.Platform;
import io.registrysync.sync.IndexMode;
import io.registrysync.sync.Sync;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** What of each image is meant, and what comes along with it. */
final class ImageOptions {
    private final OptionList<Platform> platforms = OptionList.of(
            "--platform", "P", ImageOptions::platforms, "only for [os/]arch[/variant]; repeatable, or a comma list");
    private final Option<IndexMode> index = Option.of(
            "--index",
            "MODE",
            ImageOptions::mode,
            "an index with other platforms, too: rewrite (the default), sparse or all");
    private final Flag referrers =
            new Flag("--referrers", "also signatures, lists of parts and whatever else refers to an image");
    private final OptionList<String> referrerTypes = OptionList.of(
            "--referrer-type", "TYPE", ImageOptions::types, "only referrers of this artifact type; repeatable");
    private final Flag digestTags = new Flag("--digest-tags", "also the tags sha256-... of cosign");
    private final Flag deep =
            new Flag("--deep", "look beneath tags that the target has already, and send what is missing there");

    /** For a command that only compares. */
    void addPlatformsTo(CommandSpec command) {
        OptionGroup.add(command, "What of an image", platforms.spec(), index.spec());
    }

    /** For a command that copies. */
    void addAllTo(CommandSpec command) {
        OptionGroup.add(
                command,
                "What of an image",
                platforms.spec(),
                index.spec(),
                referrers.spec(),
                referrerTypes.spec(),
                digestTags.spec(),
                deep.spec());
    }

    /**
     * Says it to the engine.
     *
     * @throws UsageException where options do not fit together
     */
    Sync apply(Sync sync) {
        if (index.value().isPresent() && !platforms.isSet()) {
            throw new UsageException(index.name() + " needs " + platforms.name());
        }
        Sync described = platforms.isSet()
                ? sync.platforms(platforms.values(), index.value().orElse(IndexMode.REWRITE))
                : sync;
        if (referrers.isSet() || referrerTypes.isSet()) {
            described = described.withReferrers(referrerTypes.values().toArray(String[]::new));
        }
        if (digestTags.isSet()) {
            described = described.withDigestTags();
        }
        return deep.isSet() ? described.deep() : described;
    }

    private static List<Platform> platforms(String list) {
        return split(list).map(Platform::parse).toList();
    }

    private static List<String> types(String list) {
        List<String> types = split(list).toList();
        if (types.contains("")) {
            throw new IllegalArgumentException("an artifact type is empty");
        }
        return types;
    }

    private static Stream<String> split(String list) {
        return Stream.of(list.split(",", -1)).map(String::strip);
    }

    private static IndexMode mode(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "rewrite" -> IndexMode.REWRITE;
            case "sparse" -> IndexMode.SPARSE;
            case "all" -> IndexMode.ALL;
            default -> throw new IllegalArgumentException("'" + text + "' is none of: rewrite, sparse, all");
        };
    }
}
