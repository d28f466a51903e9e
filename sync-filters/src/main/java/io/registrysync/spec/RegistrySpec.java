package io.registrysync.spec;

import io.registrysync.oci.RegistryHost;
import io.registrysync.registry.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a registry is reached. Holds no secret: a password is a variable of the environment or a file.
 *
 * <p>Paths are as they stand in the file, relative ones relative to the folder of the file.
 *
 * @param url               {@code host[:port]}, with {@code http://} in front where plain HTTP is meant
 * @param description       for people; may be empty
 * @param username          absent for what anybody may do
 * @param password          {@code ${NAME}}, the variable that holds it
 * @param passwordFile      the file that holds it; only one of the two is given
 * @param insecure          whether any certificate is taken
 * @param ca                PEM file of the authorities to trust beside those of the machine
 * @param certificate       PEM file of the client's certificate
 * @param key               PEM file of its key; both or none
 * @param tokenServer       host of a token server that may see the credentials
 * @param proxy             {@code http://host:port} or {@code socks5://host:port}
 * @param concurrency       blobs at a time
 * @param requestsPerSecond most requests in a second
 */
public record RegistrySpec(
        String url,
        String description,
        Optional<String> username,
        Optional<String> password,
        Optional<String> passwordFile,
        boolean insecure,
        Optional<String> ca,
        Optional<String> certificate,
        Optional<String> key,
        Optional<String> tokenServer,
        Optional<String> proxy,
        Optional<Integer> concurrency,
        Optional<Double> requestsPerSecond) {
    /**
     * Checks each value and how they go together.
     *
     * @throws IllegalArgumentException where something is wrong; the message holds no secret
     */
    public RegistrySpec {
        Checks.of("url", url, Checks::url);
        username.ifPresent(name -> Checks.require(name.indexOf(':') < 0, "a user name has no colon (RFC 7617)"));
        password.ifPresent(Variables::nameIn);
        Checks.require(
                password.isEmpty() || passwordFile.isEmpty(),
                "password and passwordFile are both given; leave one out");
        Checks.require(
                username.isPresent() == (password.isPresent() || passwordFile.isPresent()),
                username.isPresent()
                        ? "username has no password; add password: ${NAME}, or passwordFile"
                        : "the password has no username");
        Checks.require(
                certificate.isPresent() == key.isPresent(), "certificate and key belong together; one is missing");
        tokenServer.ifPresent(host -> Checks.of("tokenServer", host, Checks::host));
        proxy.ifPresent(Checks::proxy);
        Checks.within("concurrency", concurrency, 1);
        requestsPerSecond.ifPresent(
                rate -> Checks.require(rate > 0 && Double.isFinite(rate), "requestsPerSecond must be above 0"));
    }

    /**
     * What references to the registry at an address begin with.
     *
     * @param url see {@link RegistrySpec}
     * @throws io.registrysync.oci.FormatException where it is none
     */
    public static RegistryHost hostOf(String url) {
        return new RegistryHost(url.replaceFirst("^https?://", "").replaceFirst("/$", ""));
    }

    /** A registry at an address, for what anybody may do. */
    public static RegistrySpec at(String url) {
        return new RegistrySpec(
                url,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with credentials that the environment holds. */
    RegistrySpec login(String user, String passwordReference) {
        return new RegistrySpec(
                url,
                description,
                Optional.of(user),
                Optional.of(passwordReference),
                Optional.empty(),
                insecure,
                ca,
                certificate,
                key,
                tokenServer,
                proxy,
                concurrency,
                requestsPerSecond);
    }

    /** The same with words for people. */
    RegistrySpec described(String words) {
        return new RegistrySpec(
                url,
                words,
                username,
                password,
                passwordFile,
                insecure,
                ca,
                certificate,
                key,
                tokenServer,
                proxy,
                concurrency,
                requestsPerSecond);
    }

    /**
     * Fetches the credentials. To be called when the registry is opened, so that a password that was changed is seen.
     *
     * @param folder      where a relative {@code passwordFile} begins: the folder of the sync file
     * @param environment the variables
     * @param warning     is told when others can read the password's file
     * @return nothing where the file names none; the credentials of Docker's configuration may be used then
     * @throws IllegalArgumentException where the variable is missing or empty, or the file is empty
     * @throws IOException              where the file cannot be read
     */
    public Optional<Credentials> credentials(Path folder, Map<String, String> environment, Consumer<String> warning)
            throws IOException {
        if (username.isEmpty()) {
            return Optional.empty();
        }
        String secret = passwordFile.isPresent()
                ? PasswordFile.read(folder.resolve(passwordFile.get()), warning)
                : new Variables(environment).requireSecret(password.orElseThrow());
        return Optional.of(Credentials.basic(username.get(), secret));
    }
}
