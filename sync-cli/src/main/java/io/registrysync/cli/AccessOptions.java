package io.registrysync.cli;

import io.registrysync.oci.FormatException;
import io.registrysync.oci.RegistryHost;
import io.registrysync.registry.Credentials;
import io.registrysync.registry.Registry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * How a registry is reached and who we are there. A command that talks to two registries has one of these for each,
 * told apart by a prefix: {@code --src-username}, {@code --dst-username}.
 */
final class AccessOptions {
    private final String prefix;
    private final String heading;

    private final Option<String> username;
    private final Flag passwordStdin;
    private final Option<String> passwordVariable;
    private final Option<Path> passwordFile;
    private final OptionSpec password;
    private final Flag plainHttp;
    private final Flag insecure;
    private final Option<Path> authority;
    private final Option<Path> certificate;
    private final Option<Path> key;
    private final Option<String> tokenServer;
    private final Option<URI> proxy;

    private AccessOptions(String prefix, String heading) {
        this.prefix = prefix;
        this.heading = heading;
        username = Option.of(name("username"), "NAME", text -> text, "user name; default: the stored login");
        passwordStdin = new Flag(name("password-stdin"), "read the password from standard input");
        passwordVariable = Option.of(
                name("password-env"), "VARIABLE", text -> text, "read the password from an environment variable");
        passwordFile = Option.of(name("password-file"), "FILE", Path::of, "read the password from a file");
        password = refusedPassword();
        plainHttp = new Flag(name("plain-http"), "speak HTTP without TLS (loopback hosts may without this)");
        insecure = new Flag(name("insecure"), "accept any certificate");
        authority = Option.of(name("ca"), "FILE", Path::of, "trust the authorities in a PEM file as well");
        certificate = Option.of(name("cert"), "FILE", Path::of, "show this client certificate (PEM)");
        key = Option.of(name("key"), "FILE", Path::of, "the key of the client certificate (PEM, PKCS #8)");
        tokenServer = Option.of(
                name("token-server"), "HOST", text -> text, "trust this host with the password, as token server");
        proxy = Option.of(name("proxy"), "URL", this::proxyWithoutPassword, "http://HOST:PORT or socks5://HOST:PORT");
    }

    /** For the registry that is read. */
    static AccessOptions source() {
        return new AccessOptions("src-", "Source registry");
    }

    /** For the registry that is written to. */
    static AccessOptions target() {
        return new AccessOptions("dst-", "Target registry");
    }

    /** For a command that talks to one registry. */
    static AccessOptions only() {
        return new AccessOptions("", "Registry");
    }

    void addTo(CommandSpec command) {
        OptionGroup.add(
                command,
                heading,
                username.spec(),
                passwordStdin.spec(),
                passwordVariable.spec(),
                passwordFile.spec(),
                password,
                plainHttp.spec(),
                insecure.spec(),
                authority.spec(),
                certificate.spec(),
                key.spec(),
                tokenServer.spec(),
                proxy.spec());
    }

    boolean readsStdin() {
        return passwordStdin.isSet();
    }

    /**
     * Looks whether standard input is wanted once only.
     *
     * @param another option that reads it
     * @throws UsageException where several do
     */
    static void requireOneReader(AccessOptions source, AccessOptions target, Optional<String> another) {
        List<String> readers = Stream.of(
                        Optional.of(source.passwordStdinName()).filter(name -> source.readsStdin()),
                        Optional.of(target.passwordStdinName()).filter(name -> target.readsStdin()),
                        another)
                .flatMap(Optional::stream)
                .toList();
        if (readers.size() > 1) {
            throw new UsageException(String.join(" and ", readers) + " cannot both read standard input");
        }
    }

    boolean readsPassword() {
        return passwordStdin.isSet()
                || passwordVariable.value().isPresent()
                || passwordFile.value().isPresent();
    }

    String passwordStdinName() {
        return passwordStdin.name();
    }

    String usernameName() {
        return username.name();
    }

    Optional<String> user() {
        return username.value();
    }

    /**
     * The login of the command line; empty where it has none.
     *
     * @throws UsageException where it is incomplete or cannot be read
     */
    Optional<Credentials.Basic> login(Shell shell) throws IOException {
        List<String> ways = Stream.of(
                        Optional.of(passwordStdin.name()).filter(name -> passwordStdin.isSet()),
                        passwordVariable.value().map(variable -> passwordVariable.name()),
                        passwordFile.value().map(file -> passwordFile.name()))
                .flatMap(Optional::stream)
                .toList();
        if (ways.size() > 1) {
            throw new UsageException(String.join(" and ", ways) + " exclude each other");
        }
        if (username.value().isEmpty()) {
            if (!ways.isEmpty()) {
                throw new UsageException(ways.get(0) + " needs " + username.name());
            }
            return Optional.empty();
        }
        if (ways.isEmpty()) {
            throw new UsageException(username.name() + " needs a password", threeWays());
        }
        String secret = password(shell);
        if (secret.isEmpty()) {
            throw new UsageException("the password of " + ways.get(0) + " is empty");
        }
        try {
            return Optional.of(new Credentials.Basic(username.value().get(), secret));
        } catch (IllegalArgumentException malformed) {
            throw new UsageException(String.valueOf(malformed.getMessage()));
        }
    }

    private String password(Shell shell) throws IOException {
        if (passwordStdin.isSet()) {
            return shell.readLine();
        }
        if (passwordVariable.value().isPresent()) {
            String variable = passwordVariable.value().get();
            return shell.variable(variable)
                    .orElseThrow(() -> new UsageException("the environment variable " + variable + " is not set"));
        }
        Path file = passwordFile.value().orElseThrow();
        try {
            return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
        } catch (NoSuchFileException missing) {
            throw new UsageException("there is no password file " + file);
        } catch (IOException unreadable) {
            throw new UsageException("the password file " + file + " cannot be read as text");
        }
    }

    /**
     * Describes the registry; limits are left to the caller.
     *
     * @throws UsageException where options contradict each other
     */
    Registry.Builder registry(RegistryHost host, Optional<Credentials.Basic> login, Shell shell) {
        Registry.Builder registry = Registry.at(host.name()).userAgent("registry-sync/" + Version.number());
        if (login.isPresent()) {
            registry.credentials(login.get());
        } else {
            registry.credentials(shell.logins().get());
        }
        boolean tlsOptions = insecure.isSet()
                || authority.value().isPresent()
                || certificate.value().isPresent();
        if (plainHttp.isSet() && tlsOptions) {
            throw new UsageException(plainHttp.name() + " excludes " + insecure.name() + ", " + authority.name()
                    + " and " + certificate.name());
        }
        if (certificate.value().isPresent() != key.value().isPresent()) {
            throw new UsageException(certificate.name() + " and " + key.name() + " belong together");
        }
        if (plainHttp.isSet()) {
            registry.plainHttp();
        }
        if (insecure.isSet()) {
            registry.insecure();
        }
        authority.value().ifPresent(registry::authority);
        certificate
                .value()
                .ifPresent(file -> registry.clientCertificate(file, key.value().orElseThrow()));
        tokenServer.value().ifPresent(registry::tokenServer);
        proxy.value()
                .or(() -> EnvironmentProxy.of(shell.environment()).forRegistry(host, plainHttp.isSet()))
                .ifPresent(registry::proxy);
        return registry;
    }

    private URI proxyWithoutPassword(String text) {
        URI address = EnvironmentProxy.parse(text);
        if (address.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "user and password of a proxy do not belong on the command line; set HTTPS_PROXY instead");
        }
        return address;
    }

    /** Declared so that whoever tries it is told what to do, and so that the value is never repeated in a message. */
    private OptionSpec refusedPassword() {
        return OptionSpec.builder(name("password"))
                .hidden(true)
                .arity("0..1")
                .type(String.class)
                .parameterConsumer((arguments, argument, command) -> {
                    throw new ParameterException(
                            command.commandLine(),
                            name("password") + " does not exist: other users of this machine could read the password. "
                                    + threeWays());
                })
                .build();
    }

    private String threeWays() {
        return "Use " + name("password-stdin") + ", " + name("password-env") + " VARIABLE or " + name("password-file")
                + " FILE.";
    }

    private String name(String option) {
        return "--" + prefix + option;
    }

    /** Parses the name of a registry that stands alone. */
    static RegistryHost host(String text) {
        String rest = text.replaceFirst("^(docker|https)://", "").replaceFirst("/$", "");
        if (rest.startsWith("http://")) {
            throw new FormatException("'" + rest + "' asks for plain HTTP; leave out the scheme and use --plain-http");
        }
        return new RegistryHost(rest);
    }
}
