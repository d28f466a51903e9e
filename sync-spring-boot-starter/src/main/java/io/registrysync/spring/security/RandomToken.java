package io.registrysync.spring.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Texts of 256 random bits. Nobody guesses one, so that a plain hash of it is enough to know it again. */
public final class RandomToken {
    /** What API tokens begin with, so that people and programs that look for leaks know them. */
    public static final String API_PREFIX = "rs_";

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomToken() {}

    /** A new one, of letters, digits, {@code -} and {@code _}. */
    public static String text() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is kept of one: its SHA-256, in hexadecimal. */
    public static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
