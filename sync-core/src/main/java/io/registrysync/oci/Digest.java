package io.registrysync.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A content identifier, {@code algorithm:encoded} (OCI image specification, descriptor.md, "Digests").
 *
 * <p>Immutable. An instance always satisfies the grammar, so that it can be put into a URL or a path as it is. An
 * algorithm that this library cannot compute is legal here; see {@link #isVerifiable()}.
 *
 * @param algorithm for example {@code sha256}
 * @param encoded   the encoded part; for {@code sha256} and {@code sha512} lower-case hexadecimal
 */
public record Digest(String algorithm, String encoded) implements Comparable<Digest> {
    /** The algorithm of nearly all content. */
    public static final String SHA256 = "sha256";

    private static final String SHA512 = "sha512";
    private static final Pattern ALGORITHM = Pattern.compile("[a-z0-9]+([+._-][a-z0-9]+)*");
    private static final Pattern ENCODED = Pattern.compile("[a-zA-Z0-9=_-]+");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
    private static final int MAX_LENGTH = 256;

    /** Checks the grammar. Throws {@link FormatException} where it is not met. */
    public Digest {
        boolean valid = algorithm.length() + encoded.length() < MAX_LENGTH
                && ALGORITHM.matcher(algorithm).matches()
                && ENCODED.matcher(encoded).matches();
        if (valid && algorithm.equals(SHA256)) {
            valid = encoded.length() == 64 && HEX.matcher(encoded).matches();
        } else if (valid && algorithm.equals(SHA512)) {
            valid = encoded.length() == 128 && HEX.matcher(encoded).matches();
        }
        if (!valid) {
            throw new FormatException(FormatException.quote(algorithm + ":" + encoded)
                    + " is not a digest (sha256: and 64 lower-case hexadecimal digits)");
        }
    }

    /**
     * Parses {@code algorithm:encoded}.
     *
     * @throws FormatException where the text is no digest
     */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new FormatException(FormatException.quote(text) + " is not a digest (algorithm:encoded)");
        }
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    /** The SHA-256 digest of {@code content}. */
    public static Digest sha256(byte[] content) {
        return of(SHA256, content);
    }

    /**
     * The digest of {@code content}.
     *
     * @throws IllegalArgumentException where the algorithm is not one of {@code sha256} and {@code sha512}
     */
    public static Digest of(String algorithm, byte[] content) {
        return new Digest(algorithm, HexFormat.of().formatHex(hasher(algorithm).digest(content)));
    }

    /** Whether content can be checked against this digest: true for {@code sha256} and {@code sha512}. */
    public boolean isVerifiable() {
        return algorithm.equals(SHA256) || algorithm.equals(SHA512);
    }

    /**
     * A fresh hash function for content that should have this digest.
     *
     * @throws IllegalArgumentException where {@link #isVerifiable()} is false
     */
    public MessageDigest hasher() {
        return hasher(algorithm);
    }

    /** Whether the bytes that {@code hasher} has seen have this digest. Resets {@code hasher}. */
    public boolean matches(MessageDigest hasher) {
        return MessageDigest.isEqual(hasher.digest(), HexFormat.of().parseHex(encoded));
    }

    /** Short form for people: the algorithm and eight digits. */
    public String abbreviated() {
        return algorithm + ":" + encoded.substring(0, Math.min(8, encoded.length()));
    }

    @Override
    public int compareTo(Digest other) {
        int byAlgorithm = algorithm.compareTo(other.algorithm);
        return byAlgorithm != 0 ? byAlgorithm : encoded.compareTo(other.encoded);
    }

    @Override
    public String toString() {
        return algorithm + ":" + encoded;
    }

    private static MessageDigest hasher(String algorithm) {
        try {
            return switch (algorithm) {
                case SHA256 -> MessageDigest.getInstance("SHA-256");
                case SHA512 -> MessageDigest.getInstance("SHA-512");
                default -> throw new IllegalArgumentException("no hash function for digest algorithm " + algorithm);
            };
        } catch (NoSuchAlgorithmException missing) {
            // Every Java platform is required to have both.
            throw new IllegalStateException(missing);
        }
    }
}
