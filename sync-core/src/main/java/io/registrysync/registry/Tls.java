package io.registrysync.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and who we are, by TLS.
 *
 * @param verify         false: any certificate of any name is accepted
 * @param authorityFiles PEM files of authorities that are trusted besides those of the platform
 * @param client         certificate and key that we show, for registries that ask for one
 */
record Tls(boolean verify, List<Path> authorityFiles, Optional<ClientCertificate> client) {
    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END [A-Z ]*PRIVATE KEY-----");

    /** PEM files of a certificate chain and its key (PKCS #8, not encrypted). */
    record ClientCertificate(Path certificate, Path key) {}

    /** Reads the files. Throws {@link RegistryException} where one is missing or not what it should be. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException failure) {
            throw configuration("set up", "TLS", failure);
        }
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        if (!verify) {
            return new TrustManager[] {new TrustEverybody()};
        }
        if (authorityFiles.isEmpty()) {
            return trustManagers(null);
        }
        KeyStore authorities = emptyStore();
        int count = 0;
        for (TrustManager manager : trustManagers(null)) {
            if (manager instanceof X509TrustManager platform) {
                for (X509Certificate issuer : platform.getAcceptedIssuers()) {
                    authorities.setCertificateEntry("authority-" + count++, issuer);
                }
            }
        }
        for (Path file : authorityFiles) {
            for (Certificate certificate : certificates(file)) {
                authorities.setCertificateEntry("authority-" + count++, certificate);
            }
        }
        return trustManagers(authorities);
    }

    private static TrustManager[] trustManagers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        if (client.isEmpty()) {
            return new KeyManager[0];
        }
        Certificate[] chain = certificates(client.get().certificate()).toArray(Certificate[]::new);
        char[] password = new char[0];
        KeyStore store = emptyStore();
        store.setKeyEntry("client", privateKey(client.get().key()), password, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new GeneralSecurityException("no certificate in it");
            }
            return certificates;
        } catch (IOException | GeneralSecurityException failure) {
            throw configuration("read certificates", file.toString(), failure);
        }
    }

    private static PrivateKey privateKey(Path file) {
        try {
            Matcher pem = PEM_KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!pem.find()) {
                throw new GeneralSecurityException("no private key in it");
            }
            if (!pem.group(1).isEmpty()) {
                throw new GeneralSecurityException(
                        "it is a " + pem.group(1).strip() + " key; convert it with: openssl pkcs8 -topk8 -nocrypt");
            }
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(2));
            for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
                } catch (InvalidKeySpecException other) {
                    // The encoding names the algorithm, but only a factory of that algorithm reads it.
                }
            }
            throw new GeneralSecurityException("a private key of an unknown algorithm");
        } catch (IOException | GeneralSecurityException failure) {
            throw configuration("read private key", file.toString(), failure);
        }
    }

    private static RegistryException configuration(String operation, String name, Exception failure) {
        String reason = failure instanceof NoSuchFileException ? "no such file" : failure.getMessage();
        return RegistryException.configuration(operation, name, String.valueOf(reason), failure);
    }

    /** For registries that a user has explicitly marked as not verified. */
    private static final class TrustEverybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
