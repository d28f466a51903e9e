package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.Sink;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.registry.Credentials;
import io.registrysync.registry.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies with every kind of login, well and not so well, for somebody who reads the log. */
final class LoggedCopy {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedCopy.class);

    private LoggedCopy() {}

    /** Takes the password from the system property {@code canary}. */
    public static void main(String[] arguments) {
        String password = System.getProperty("canary");
        Access source = Access.bearer().user("robot", password, Rights.PULL);
        Access target = Access.basic().user("robot", password, Rights.PUSH);
        try (Sink store = Sink.start();
                StrictRegistry third = StrictRegistry.builder()
                        .access(Access.bearer().user("robot", password, Rights.PUSH))
                        .start();
                TwoRegistries registries = new TwoRegistries(
                        StrictRegistry.builder().access(source).blobsFrom(store).start(),
                        StrictRegistry.builder().access(target).start(),
                        client -> client.credentials(Credentials.basic("robot", password)));
                Registry identified = TwoRegistries.client(
                        third, client -> client.credentials(Credentials.identityToken(third.identityToken("robot"))))) {
            registries.seed("1.0", Images.single(1).layers(1000, 2000).build());
            registries.seed("1.1", Images.single(2).layers(1000).build());
            registries.source().faults().on("GET", ".*/blobs/.*").after(1).expireTokens();
            registries.target().faults().any().after(3).times(2).status(503);
            store.faults().any().after(2).resetBeforeAnswer();
            report(registries
                    .copyOf("1.0", "1.1", "absent")
                    .andTo(identified.repository(APP))
                    .listener(event -> LOG.info("{}", event))
                    .run());
            registries.target().faults().on("PUT", ".*/manifests/.*").always().status(401);
            registries.seed("1.0", Images.single(3).layers(10).build());
            store.faults().any().always().status(403);
            report(registries.copyOf("1.0").run());
        }
    }

    private static void report(SyncReport report) {
        LOG.info("{}", report);
        report.failures().forEach(result -> {
            Failure failure = result.failure().orElseThrow();
            LOG.warn("{}", failure, failure.cause());
        });
    }
}
