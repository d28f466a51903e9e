package io.registrysync.store;

import io.registrysync.store.StoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals secrets for the database: AES-256-GCM with a fresh nonce, and the place where the secret stands as associated
 * data, so that a sealed text that is moved to another row does not open.
 */
final class Seal {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final KeyRing keys;
    private final SecureRandom random = new SecureRandom();

    Seal(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * Where a secret stands.
     *
     * @param table without the prefix
     */
    record Place(String table, long id, String column) {
        private byte[] bytes() {
            return (table + "/" + id + "/" + column).getBytes(StandardCharsets.UTF_8);
        }
    }

    String close(String secret, Place place) {
        KeyRing.Key key = keys.current();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, place, secret.getBytes(StandardCharsets.UTF_8));
        byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
        return key.name() + ":" + Base64.getEncoder().encodeToString(both);
    }

    /**
     * Opens.
     *
     * @throws StoreException where the key is missing, or the text was changed or moved
     */
    String open(String sealed, Place place) {
        int colon = sealed.indexOf(':');
        String name = sealed.substring(0, Math.max(0, colon));
        KeyRing.Key key = keys.keys().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> StoreException.of(
                        Kind.CONFIGURATION,
                        "the secret of " + place.table() + " " + place.id() + " is sealed with the key " + name
                                + ", which is not among the keys given"));
        try {
            byte[] both = Base64.getDecoder().decode(sealed.substring(colon + 1));
            if (both.length < NONCE_BYTES) {
                throw new IllegalArgumentException("the nonce is not whole");
            }
            byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
            byte[] text = Arrays.copyOfRange(both, NONCE_BYTES, both.length);
            return new String(crypt(Cipher.DECRYPT_MODE, key, nonce, place, text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notSealed) {
            throw damaged(place, notSealed);
        }
    }

    /** Whether the text is sealed with the key that seals now. */
    boolean isCurrent(String sealed) {
        return sealed.startsWith(keys.current().name() + ":");
    }

    private static byte[] crypt(int mode, KeyRing.Key key, byte[] nonce, Place place, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.bytes());
            return cipher.doFinal(text);
        } catch (GeneralSecurityException failed) {
            throw damaged(place, failed);
        }
    }

    private static StoreException damaged(Place place, Exception cause) {
        return new StoreException(
                Kind.CONFIGURATION,
                "the secret of " + place.table() + " " + place.id()
                        + " cannot be opened: it was changed, or sealed with another key of the same name; enter it again",
                cause);
    }
}
