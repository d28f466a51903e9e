package io.registrysync.registry;

import io.registrysync.oci.RegistryHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logins that Docker, podman and their like keep: their configuration files, and the credential helpers these name.
 *
 * <p>An entry counts for a registry only if it names exactly that host and port; Docker Hub is found under all of its
 * names. Files are read anew with every call, and the first one that has an answer decides. Safe for use by several
 * threads; every method reads files and may start a helper, so it may block, for a helper up to 30 seconds.
 */
public final class DockerConfig implements CredentialSource {
    private final List<AuthFile> files;
    private final AuthFile writable;
    private final Map<String, String> environment;

    private DockerConfig(List<AuthFile> files, AuthFile writable, Map<String, String> environment) {
        this.files = List.copyOf(files);
        this.writable = writable;
        this.environment = Map.copyOf(environment);
    }

    /**
     * The files where the tools look, in this order: {@code $REGISTRY_AUTH_FILE},
     * {@code $XDG_RUNTIME_DIR/containers/auth.json}, {@code $XDG_CONFIG_HOME/containers/auth.json} (without the variable
     * below {@code ~/.config}), {@code $DOCKER_CONFIG/config.json} (without the variable below {@code ~/.docker}). None
     * has to exist; nothing is read yet.
     */
    public static DockerConfig load() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** One file, which need not exist yet. */
    public static DockerConfig at(Path file) {
        return at(file, System.getenv());
    }

    static DockerConfig at(Path file, Map<String, String> environment) {
        AuthFile only = new AuthFile(file);
        return new DockerConfig(List.of(only), only, environment);
    }

    static DockerConfig of(Map<String, String> environment, Path home) {
        Optional<Path> chosen = path(environment, "REGISTRY_AUTH_FILE");
        Path containers = Path.of("containers", "auth.json");
        Path docker = path(environment, "DOCKER_CONFIG")
                .orElse(home.resolve(".docker"))
                .resolve("config.json");
        List<Path> paths = new ArrayList<>();
        chosen.ifPresent(paths::add);
        path(environment, "XDG_RUNTIME_DIR").ifPresent(folder -> paths.add(folder.resolve(containers)));
        paths.add(path(environment, "XDG_CONFIG_HOME")
                .orElse(home.resolve(".config"))
                .resolve(containers));
        paths.add(docker);
        List<AuthFile> files = paths.stream().distinct().map(AuthFile::new).toList();
        return new DockerConfig(files, new AuthFile(chosen.orElse(docker)), environment);
    }

    private static Optional<Path> path(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }

    /**
     * The login for this registry.
     *
     * @throws RegistryException where a file is malformed, or a helper is missing or fails
     */
    @Override
    public Credentials credentials(RegistryHost registry) {
        return files.stream()
                .map(file -> credentials(file.read(), registry))
                .filter(found -> !(found instanceof Credentials.Anonymous))
                .findFirst()
                .orElse(Credentials.ANONYMOUS);
    }

    private Credentials credentials(AuthFile.Content content, RegistryHost registry) {
        Credentials helped = content.helper(registry)
                .map(name -> helper(name).get(AuthFile.keyOf(registry)))
                .orElse(Credentials.ANONYMOUS);
        return helped instanceof Credentials.Anonymous ? content.credentials(registry) : helped;
    }

    /**
     * Keeps a login, in place of an older one, where Docker's own login would: with the helper that the configuration
     * names for this registry, otherwise in the file itself, which then only its owner can read. The file is
     * {@code $REGISTRY_AUTH_FILE} where that is set, otherwise Docker's.
     *
     * @return where it is kept, for a message: the path of the file or the name of the helper
     * @throws RegistryException where that fails; a malformed file is left as it is
     */
    public synchronized String login(RegistryHost registry, Credentials.Basic credentials) {
        Optional<String> helper = writable.read().helper(registry);
        if (helper.isPresent()) {
            CredentialHelper keeper = helper(helper.get());
            keeper.store(AuthFile.keyOf(registry), credentials);
            return keeper.toString();
        }
        writable.update(content -> content.put(AuthFile.keyOf(registry), credentials));
        return writable.toString();
    }

    /**
     * Removes what {@link #login} keeps.
     *
     * @return whether there was something to remove
     * @throws RegistryException where that fails; a malformed file is left as it is
     */
    public synchronized boolean logout(RegistryHost registry) {
        boolean erased = writable.read()
                .helper(registry)
                .map(name -> erase(helper(name), AuthFile.keyOf(registry)))
                .orElse(false);
        boolean removed = writable.update(content -> content.remove(registry));
        return erased || removed;
    }

    private static boolean erase(CredentialHelper helper, String server) {
        // Some helpers report success, and some a failure, where there is nothing to erase.
        if (helper.get(server) instanceof Credentials.Anonymous) {
            return false;
        }
        helper.erase(server);
        return true;
    }

    private CredentialHelper helper(String name) {
        return new CredentialHelper(name, environment);
    }

    /** The files, without their content. */
    @Override
    public String toString() {
        return "DockerConfig" + files;
    }
}
