package io.registrysync.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.auth.BasicAuthCache;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The transport on Apache HttpClient 5, classic (blocking) API. Safe for use by several threads. */
final class ApacheTransport implements Transport {
    /** More than the gates let through, so that the pool is never what a request waits for. */
    private static final int MAX_CONNECTIONS = 10_000;

    private static final int MAX_HEADER_LINE = 64 * 1024;
    private static final int MAX_HEADERS = 200;
    private static final int SMALL_BUFFER = 16 * 1024;
    private static final int DRAIN_LIMIT = 64 * 1024;
    private static final Duration LAST_MOMENT = Duration.ofMillis(500);
    /** How often an upload looks whether the registry has answered already: a look costs 1 ms with TLS. */
    private static final int EARLY_ANSWER_INTERVAL = 4 * 1024 * 1024;

    private final CloseableHttpClient client;
    private final Watchdog watchdog;
    private final Duration idleLimit;
    private final @Nullable HttpHost proxy;
    private final @Nullable UsernamePasswordCredentials proxyCredentials;

    ApacheTransport(Connections settings, AddressGuard guard) {
        this.idleLimit = settings.timeout();
        this.watchdog = new Watchdog(System::nanoTime);
        Timeout connectLimit = Timeout.of(min(settings.timeout(), Duration.ofSeconds(10)));
        var socket = SocketConfig.custom().setTcpNoDelay(true).setSoKeepAlive(true);
        settings.socksProxy().ifPresent(socket::setSocksProxyAddress);
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .setDefaultSocketConfig(socket.build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connectLimit)
                        .setSocketTimeout(Timeout.DISABLED)
                        .setValidateAfterInactivity(TimeValue.ofSeconds(2))
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connectLimit).build())
                .setTlsSocketStrategy(new LazyTls(settings.tls()))
                .setDnsResolver(new GuardedDns(guard))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setBufferSize(SMALL_BUFFER)
                                .setMaxLineLength(MAX_HEADER_LINE)
                                .setMaxHeaderCount(MAX_HEADERS)
                                .build())
                        .responseOutOfOrderStrategy(new MonitoringResponseOutOfOrderStrategy(EARLY_ANSWER_INTERVAL))
                        .build())
                .build();
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setAuthenticationEnabled(
                                settings.httpProxyCredentials().isPresent())
                        .setExpectContinueEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setConnectionRequestTimeout(Timeout.DISABLED)
                        .setResponseTimeout(Timeout.DISABLED)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableConnectionState()
                .setUserAgent(settings.userAgent());
        this.proxy = settings.httpProxy()
                .map(address -> new HttpHost("http", address.getHostString(), address.getPort()))
                .orElse(null);
        this.proxyCredentials = settings.httpProxyCredentials()
                .map(basic -> new UsernamePasswordCredentials(
                        basic.username(), basic.password().toCharArray()))
                .orElse(null);
        this.client = builder.setProxy(proxy).build();
    }

    /** Shows the proxy its credentials without being asked: a streamed body could not be sent a second time. */
    private HttpClientContext context() {
        HttpClientContext context = HttpClientContext.create();
        if (proxy != null && proxyCredentials != null) {
            BasicScheme scheme = new BasicScheme();
            scheme.initPreemptive(proxyCredentials);
            BasicAuthCache cache = new BasicAuthCache();
            cache.put(proxy, scheme);
            context.setAuthCache(cache);
        }
        return context;
    }

    @Override
    public Response send(Request request, Cancellation cancellation) throws IOException {
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), request.uri());
        request.headers().forEach(message::setHeader);
        Watchdog.Watch watch = watchdog.watch(message::cancel);
        Cancellation.Registration registration =
                cancellation.onCancel(request.mayFinish() ? () -> watch.finishWithin(LAST_MOMENT) : message::cancel);
        boolean answered = false;
        try {
            if (request.body() != null) {
                message.setEntity(new Body(request.body(), request.answerLimit(), watch));
            }
            watch.expect("no answer", request.answerLimit());
            ClassicHttpResponse head = client.executeOpen(null, message, context());
            watch.met();
            Answer answer = new Answer(request.uri(), head, watch, registration, cancellation);
            answered = true;
            return answer;
        } catch (IOException | RuntimeException failure) {
            throw explained(failure, watch, cancellation);
        } finally {
            if (!answered) {
                registration.close();
                watch.close();
            }
        }
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        watchdog.close();
    }

    /** What really ended an exchange: our own cut shows up as whatever the socket happened to do. */
    private static IOException explained(Exception failure, Watchdog.Watch watch, Cancellation cancellation) {
        if (cancellation.isCancelled() || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("cancelled");
        }
        IOException stalled = watch.reason();
        if (stalled != null) {
            stalled.addSuppressed(failure);
            return stalled;
        }
        if (failure instanceof IOException io) {
            return io;
        }
        if (failure instanceof RegistryException || failure instanceof CancellationException) {
            throw (RuntimeException) failure;
        }
        return new IOException(failure.toString(), failure);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** A request body that tells the watchdog about every write. */
    private final class Body extends AbstractHttpEntity {
        private final RequestBody body;
        private final Duration answerLimit;
        private final Watchdog.Watch watch;

        Body(RequestBody body, Duration answerLimit, Watchdog.Watch watch) {
            super((String) null, null, body.length() < 0);
            this.body = body;
            this.answerLimit = answerLimit;
            this.watch = watch;
        }

        @Override
        public boolean isRepeatable() {
            return body.isRepeatable();
        }

        @Override
        public boolean isStreaming() {
            return !body.isRepeatable();
        }

        @Override
        public long getContentLength() {
            return body.length();
        }

        @Override
        public InputStream getContent() {
            throw new IllegalStateException("a request body is written, not read");
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            watch.met();
            body.writeTo(new WatchedOutput(out, watch));
            watch.expect("no answer to the upload", answerLimit);
        }

        @Override
        public void close() {}
    }

    private final class WatchedOutput extends OutputStream {
        private final OutputStream out;
        private final Watchdog.Watch watch;

        WatchedOutput(OutputStream out, Watchdog.Watch watch) {
            this.out = out;
            this.watch = watch;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            watch.expect("nothing was taken", idleLimit);
            out.write(bytes, offset, length);
            watch.met(length);
        }
    }

    private final class Answer implements Response {
        private final URI uri;
        private final ClassicHttpResponse head;
        private final Watchdog.Watch watch;
        private final Cancellation.Registration registration;
        private final Cancellation cancellation;
        private final InputStream body;
        private boolean ended;
        private boolean failed;

        Answer(
                URI uri,
                ClassicHttpResponse head,
                Watchdog.Watch watch,
                Cancellation.Registration registration,
                Cancellation cancellation)
                throws IOException {
            this.uri = uri;
            this.head = head;
            this.watch = watch;
            this.registration = registration;
            this.cancellation = cancellation;
            HttpEntity entity = head.getEntity();
            this.ended = entity == null;
            this.body = entity == null ? InputStream.nullInputStream() : new WatchedInput(entity.getContent());
        }

        @Override
        public URI uri() {
            return uri;
        }

        @Override
        public int status() {
            return head.getCode();
        }

        @Override
        public List<String> headers(String name) {
            List<String> values = new ArrayList<>();
            for (Header header : head.getHeaders(name)) {
                values.add(header.getValue());
            }
            return values;
        }

        @Override
        public InputStream body() {
            return body;
        }

        @Override
        public void close() {
            try {
                // A short rest is worth reading: the connection, with its TLS session, can be used again.
                if (!ended && !failed && contentLength() >= 0 && contentLength() <= DRAIN_LIMIT) {
                    body.transferTo(OutputStream.nullOutputStream());
                }
                closeHead();
            } catch (IOException | CancellationException given) {
                // The connection is given up; nothing depends on it any more.
                closeQuietly();
            } finally {
                registration.close();
                watch.close();
            }
        }

        /** A graceful close would first read the rest, however long it is and however slowly it comes. */
        private void closeHead() throws IOException {
            if (!ended && head instanceof ModalCloseable connection) {
                connection.close(CloseMode.IMMEDIATE);
            } else {
                head.close();
            }
        }

        private void closeQuietly() {
            try {
                closeHead();
            } catch (IOException given) {
                // See above.
            }
        }

        private final class WatchedInput extends FilterInputStream {
            WatchedInput(InputStream in) {
                super(in);
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                watch.expect("no byte came", idleLimit);
                try {
                    int count = super.read(bytes, offset, length);
                    watch.met(Math.max(count, 0));
                    ended |= count < 0;
                    return count;
                } catch (IOException failure) {
                    failed = true;
                    throw explained(failure, watch, cancellation);
                }
            }

            @Override
            public long skip(long count) throws IOException {
                return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, SMALL_BUFFER)]));
            }

            @Override
            public void close() {
                // The answer owns the connection; see Answer.close.
            }
        }
    }

    private record GuardedDns(AddressGuard guard) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return guard.resolve(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
