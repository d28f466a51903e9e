package io.registrysync.sync;

import io.registrysync.oci.Digest;
import io.registrysync.oci.Tag;
import java.util.regex.Pattern;

/**
 * Tags that are made of the digest of the image to which they belong, such as {@code sha256-<hex>.sig} of cosign, and
 * {@code sha256-<hex>} of the referrers tag schema (distribution specification).
 */
final class DigestTags {
    private static final Pattern GRAMMAR = Pattern.compile("sha(256-[0-9a-f]{64}|512-[0-9a-f]{115,128})(\\..+)?");

    private DigestTags() {}

    static boolean isDigestTag(Tag tag) {
        return GRAMMAR.matcher(tag.name()).matches();
    }

    /** Whether a tag belongs to an image. The list of referrers, which has no suffix, is not meant: it is no content. */
    static boolean belongs(Tag tag, Digest image) {
        return tag.name().startsWith(image.algorithm() + "-" + image.encoded() + ".");
    }
}
