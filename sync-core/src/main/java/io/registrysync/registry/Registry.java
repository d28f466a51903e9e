package io.registrysync.registry;

import io.registrysync.oci.Manifest;
import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.RepositoryName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One registry: how to reach it, who we are there, and how much is asked of it at once.
 *
 * <p>Owns its connections, its tokens and its pace; share one instance among everything that talks to the registry.
 * Safe for use by several threads. Closing it cuts what is still open.
 */
public final class Registry implements AutoCloseable {
    /** How many blobs of more than 1 MiB are copied at once to or from one registry, unless set otherwise. */
    public static final int DEFAULT_CONCURRENCY = 6;

    private static final Call.Caller NOBODY = new Call.Caller(new Cancellation(), notice -> {});

    private final Endpoint endpoint;
    private final HttpCalls calls;
    private final URI base;

    private Registry(Endpoint endpoint, HttpCalls calls, URI base) {
        this.endpoint = endpoint;
        this.calls = calls;
        this.base = base;
    }

    /**
     * Begins to describe the registry at an address.
     *
     * @param address {@code host[:port]}, or with {@code https://} or {@code http://} in front. Without a scheme TLS is
     *     used, except that a port of this machine is asked once, at {@link Builder#open()}, whether it speaks TLS.
     * @throws io.registrysync.oci.FormatException where the address is none
     */
    public static Builder at(String address) {
        return new Builder(address);
    }

    /** Docker Hub without a login. */
    public static Registry dockerHub() {
        return at(RegistryHost.DOCKER_HUB.name()).open();
    }

    /** The name of the registry in references. */
    public RegistryHost host() {
        return endpoint.host();
    }

    /** A repository. Nothing is asked of the registry. */
    public Repository repository(RepositoryName name) {
        return new RemoteRepository(new Place(endpoint, name, NOBODY));
    }

    /**
     * A repository. Nothing is asked of the registry.
     *
     * @throws io.registrysync.oci.FormatException where the name is none
     */
    public Repository repository(String name) {
        return repository(new RepositoryName(name));
    }

    /**
     * The names of all repositories, read page by page as the stream is consumed: from the catalog (distribution,
     * "Catalog"), or at Harbor those of all projects that the login may see.
     *
     * @throws RegistryException where the registry does not offer the list, or not to us
     */
    public Stream<RepositoryName> repositories() {
        return endpoint.management(NOBODY).repositories(NOBODY);
    }

    /**
     * The names of the repositories in a project, namespace or path, read page by page as the stream is consumed: those
     * that begin with {@code project} and a slash.
     *
     * @param project for example {@code library} at Docker Hub, or {@code team/tools}
     * @throws RegistryException where the registry does not offer the list, or not to us
     * @throws io.registrysync.oci.FormatException where the name is none
     */
    public Stream<RepositoryName> repositories(String project) {
        RepositoryName name = new RepositoryName(project);
        return endpoint.management(NOBODY).repositories(name, NOBODY);
    }

    /**
     * The projects or namespaces that the login may see, read page by page as the stream is consumed. A registry that
     * has no such thing is asked for its repositories, and what stands before the first slash of their names counts. Of
     * Docker Hub, which lists none, those are told that are known: the user's own, and {@code library}.
     *
     * @throws RegistryException where the registry does not offer the list, or not to us
     */
    public Stream<String> projects() {
        return endpoint.management(NOBODY).projects(NOBODY);
    }

    /**
     * Whether a project exists.
     *
     * @return empty where the registry cannot tell, or not to us: Harbor alone has a way to ask
     * @throws io.registrysync.oci.FormatException where the name is none
     */
    public Optional<Boolean> hasProject(String project) {
        RepositoryName name = new RepositoryName(project);
        return endpoint.management(NOBODY).hasProject(name, NOBODY);
    }

    /**
     * Creates a project that only its members see, at Harbor. One that exists stays as it is.
     *
     * @throws RegistryException where the registry has no such thing, or does not let us
     * @throws io.registrysync.oci.FormatException where the name is none
     */
    public void createProject(String project) {
        RepositoryName name = new RepositoryName(project);
        endpoint.management(NOBODY).createProject(name, NOBODY);
    }

    /**
     * Looks whether the registry answers and lets us in (distribution specification, "Determining Support").
     *
     * @throws RegistryException where it does not
     */
    public RegistryCheck check() {
        Call call = Call.of("check", host().name(), "GET", endpoint.address(""), endpoint.answerLimit(0), NOBODY)
                .scopes(List.of());
        calls.send(call).close();
        Authorizer authorizer = calls.authorizer();
        // Where nothing was asked of us, credentials were not looked at and say nothing.
        String user = authorizer.kind().equals("none") ? "" : nameOf(authorizer.credentials());
        return new RegistryCheck(base, authorizer.kind(), user);
    }

    /**
     * How many pulls the registry still lets us have. Nothing is asked of it: this is what came with its latest answer
     * that spoke of it.
     *
     * @return empty where none has, as is the case at most registries
     */
    public Optional<Quota> quota() {
        return calls.quota();
    }

    private static String nameOf(Credentials credentials) {
        if (credentials instanceof Credentials.Basic basic) {
            return basic.username();
        }
        return credentials instanceof Credentials.Anonymous ? "" : "(token)";
    }

    /** Cuts open connections. Calls that are under way fail. */
    @Override
    public void close() {
        calls.close();
    }

    @Override
    public String toString() {
        return base.toString();
    }

    /** Describes a registry. Not safe for use by several threads. */
    public static final class Builder {
        private final RegistryHost host;
        private @Nullable String scheme;
        private CredentialSource credentials = registry -> Credentials.ANONYMOUS;
        private boolean verify = true;
        private final List<Path> authorities = new ArrayList<>();
        private Tls.@Nullable ClientCertificate clientCertificate;
        private @Nullable URI proxy;
        private final Set<String> tokenServers = new TreeSet<>();
        private Retries retries = Retries.DEFAULT;
        private Duration timeout = Duration.ofSeconds(30);
        private int concurrency = DEFAULT_CONCURRENCY;
        private double requestsPerSecond;
        private int maxManifestBytes = Manifest.DEFAULT_MAX_BYTES;
        private String userAgent = "registry-sync";
        private boolean allowPrivate = true;
        private @Nullable URI hub;
        private InstantSource clock = InstantSource.system();

        private Builder(String address) {
            String rest = address;
            for (String known : List.of("https", "http")) {
                if (address.toLowerCase(Locale.ROOT).startsWith(known + "://")) {
                    scheme = known;
                    rest = address.substring(known.length() + 3);
                    break;
                }
            }
            this.host = new RegistryHost(rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest);
        }

        /** Who we are, always. */
        public Builder credentials(Credentials fixed) {
            return credentials(registry -> fixed);
        }

        /** Where to find out who we are. Asked once, when the registry wants to know. */
        public Builder credentials(CredentialSource source) {
            this.credentials = source;
            return this;
        }

        /** Speaks HTTP without TLS. Everything, credentials included, can be read on the way. */
        public Builder plainHttp() {
            this.scheme = "http";
            return this;
        }

        /** Accepts any certificate. Whoever is on the way can read and change everything. */
        public Builder insecure() {
            this.verify = false;
            return this;
        }

        /** Trusts the authorities in a PEM file, besides those of the platform. */
        public Builder authority(Path pemFile) {
            authorities.add(pemFile);
            return this;
        }

        /** Shows a certificate to registries that ask for one: PEM files of the chain and of its PKCS #8 key. */
        public Builder clientCertificate(Path certificate, Path key) {
            this.clientCertificate = new Tls.ClientCertificate(certificate, key);
            return this;
        }

        /**
         * Connects through a proxy: {@code http://[user:password@]host:port} or {@code socks5://host:port}.
         *
         * @throws IllegalArgumentException where the address is none of these
         */
        public Builder proxy(URI address) {
            String kind = String.valueOf(address.getScheme());
            if (address.getHost() == null || address.getPort() < 0 || !(kind.equals("http") || kind.equals("socks5"))) {
                throw new IllegalArgumentException("a proxy is http://host:port or socks5://host:port");
            }
            this.proxy = address;
            return this;
        }

        /**
         * Trusts another host with the credentials, as the token server of this registry. The registry's own host and
         * the known token servers of cloud vendors are trusted anyway.
         */
        public Builder tokenServer(String tokenServerHost) {
            tokenServers.add(tokenServerHost.toLowerCase(Locale.ROOT));
            return this;
        }

        /** How often a request is tried again. */
        public Builder retries(Retries newRetries) {
            this.retries = newRetries;
            return this;
        }

        /** How long the registry may be silent before the connection is given up. */
        public Builder timeout(Duration silence) {
            if (silence.isNegative() || silence.isZero()) {
                throw new IllegalArgumentException("a timeout must be longer than nothing");
            }
            this.timeout = silence;
            return this;
        }

        /**
         * How many blobs are copied at once in each direction, 1 or more. Blobs of 1 MiB or less and other small requests
         * have room of their own: 16, or four times this number where that is more.
         */
        public Builder concurrency(int blobs) {
            if (blobs < 1) {
                throw new IllegalArgumentException("concurrency must be 1 or more");
            }
            this.concurrency = blobs;
            return this;
        }

        /** How many requests are sent per second; 0 for no limit. */
        public Builder requestsPerSecond(double limit) {
            if (!(limit >= 0)) {
                throw new IllegalArgumentException("requests per second must be 0 or more");
            }
            this.requestsPerSecond = limit;
            return this;
        }

        /** The longest manifest that is read, in bytes. */
        public Builder maxManifestBytes(int bytes) {
            this.maxManifestBytes = bytes;
            return this;
        }

        /** How we introduce ourselves: printable ASCII. */
        public Builder userAgent(String name) {
            if (!name.matches("[ -~]+")) {
                throw new IllegalArgumentException("a user agent is printable ASCII");
            }
            this.userAgent = name;
            return this;
        }

        /**
         * Whether private and loopback addresses may be called; they may unless set. Set it to false where people who are
         * not trusted with the network set up registries; a proxy and token servers have to be public then, too.
         * Link-local, multicast and metadata addresses are never called.
         */
        public Builder allowPrivateAddresses(boolean allowed) {
            this.allowPrivate = allowed;
            return this;
        }

        /** Where Docker Hub's interface is thought to be, which makes any registry a Docker Hub. */
        Builder hub(URI address) {
            this.hub = address;
            return this;
        }

        Builder clock(InstantSource newClock) {
            this.clock = newClock;
            return this;
        }

        /** Makes the registry. Connects only to find out whether a port of this machine speaks TLS. */
        public Registry open() {
            URI base = URI.create(scheme() + "://" + Flavor.of(host).apiHost(host));
            Tls tls = new Tls(verify, List.copyOf(authorities), Optional.ofNullable(clientCertificate));
            Connections connections = new Connections(
                    timeout, userAgent, tls, proxyAddress("http"), proxyCredentials(), proxyAddress("socks5"));
            Set<String> configured = new TreeSet<>(tokenServers);
            connections
                    .httpProxy()
                    .ifPresent(address -> configured.add(address.getHostString().toLowerCase(Locale.ROOT)));
            AddressGuard.Resolver lookup = InetAddress::getAllByName;
            AddressGuard guard = new AddressGuard(
                    allowPrivate ? lookup : AddressGuard.publicOnly(lookup), base.getHost(), configured);
            HostGate gate =
                    new HostGate(Math.max(16, 4 * concurrency), concurrency, requestsPerSecond, System::nanoTime);
            HttpCalls calls = new HttpCalls(
                    Origin.of(base),
                    new ApacheTransport(connections, guard),
                    gate,
                    retries,
                    clock,
                    new Authorizer.Settings(host, credentials, Set.copyOf(tokenServers), timeout.multipliedBy(2)));
            Vendor vendor = new Vendor(hub != null ? hub : Flavor.of(host).hub().orElse(null), clock);
            Endpoint endpoint = new Endpoint(host, base, calls, retries, timeout, maxManifestBytes, vendor);
            return new Registry(endpoint, calls, base);
        }

        private String scheme() {
            if (scheme != null) {
                return scheme;
            }
            boolean tlsIsMeant = !verify || !authorities.isEmpty() || clientCertificate != null;
            return host.isLoopback() && !tlsIsMeant && !TlsProbe.speaksTls(host) ? "http" : "https";
        }

        private Optional<InetSocketAddress> proxyAddress(String kind) {
            return Optional.ofNullable(proxy)
                    .filter(address -> address.getScheme().equals(kind))
                    .map(address -> InetSocketAddress.createUnresolved(address.getHost(), address.getPort()))
                    .map(address -> kind.equals("socks5")
                            ? new InetSocketAddress(address.getHostString(), address.getPort())
                            : address);
        }

        private Optional<Credentials.Basic> proxyCredentials() {
            return Optional.ofNullable(proxy).map(URI::getUserInfo).map(info -> {
                int colon = info.indexOf(':');
                return colon < 0
                        ? new Credentials.Basic(info, "")
                        : new Credentials.Basic(info.substring(0, colon), info.substring(colon + 1));
            });
        }
    }
}
