package io.registrysync.registry;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How connections are made.
 *
 * @param timeout   how long the other side may be silent
 * @param httpProxy a proxy that speaks HTTP; at most one of the two proxies is there
 */
record Connections(
        Duration timeout,
        String userAgent,
        Tls tls,
        Optional<InetSocketAddress> httpProxy,
        Optional<Credentials.Basic> httpProxyCredentials,
        Optional<InetSocketAddress> socksProxy) {}
