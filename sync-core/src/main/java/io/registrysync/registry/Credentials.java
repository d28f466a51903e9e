package io.registrysync.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a client shows to a registry to be let in. No implementation ever prints a secret. */
public sealed interface Credentials {
    /** No credentials: what anybody may do. */
    Credentials ANONYMOUS = new Anonymous();

    /** A user name and a password, or an access token in the place of the password. */
    static Credentials basic(String username, String password) {
        return new Basic(username, password);
    }

    /** An identity token: an OAuth2 refresh token that the registry's token server changes into access tokens. */
    static Credentials identityToken(String token) {
        return new IdentityToken(token);
    }

    /** A ready-made bearer token that is sent as it is. */
    static Credentials bearerToken(String token) {
        return new BearerToken(token);
    }

    /** No credentials. */
    record Anonymous() implements Credentials {}

    /**
     * User name and password.
     *
     * @param username may be empty but not contain a colon
     * @param password the secret
     */
    record Basic(String username, String password) implements Credentials {
        /** Checks what RFC 7617 requires. */
        public Basic {
            if (username.indexOf(':') >= 0) {
                throw new IllegalArgumentException("a user name cannot contain a colon (RFC 7617)");
            }
        }

        String header() {
            byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }

        @Override
        public String toString() {
            return "Basic[user=" + username + "]";
        }
    }

    /**
     * OAuth2 refresh token.
     *
     * @param token the secret
     */
    record IdentityToken(String token) implements Credentials {
        @Override
        public String toString() {
            return "IdentityToken[…]";
        }
    }

    /**
     * Bearer token.
     *
     * @param token the secret
     */
    record BearerToken(String token) implements Credentials {
        @Override
        public String toString() {
            return "BearerToken[…]";
        }
    }
}
