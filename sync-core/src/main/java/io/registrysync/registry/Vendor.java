package io.registrysync.registry;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, once and only when it matters, which interface a registry has besides that of the specification. Nothing is
 * asked of a registry for that but the one address that every registry has, and not even that where it has shown
 * already what it is; a Harbor, whatever its host is called, gives itself away by its challenge.
 */
final class Vendor {
    /** What Harbor calls itself in its challenge, and nobody else does. */
    private static final String HARBOR_SERVICE = "harbor-registry";

    private final @Nullable URI hub;
    private final InstantSource clock;
    private volatile @Nullable Management known;

    /** Creates it; {@code hub} is where Docker Hub's interface is, for the registry that is Docker Hub. */
    Vendor(@Nullable URI hub, InstantSource clock) {
        this.hub = hub;
        this.clock = clock;
    }

    /** What the registry offers. Asked by several at once, each finds out for itself: nobody waits for another. */
    Management management(Endpoint endpoint, Call.Caller caller) {
        Management management = known;
        if (management == null) {
            management = recognise(endpoint, caller);
            known = management;
        }
        return management;
    }

    private Management recognise(Endpoint endpoint, Call.Caller caller) {
        if (hub != null) {
            return new HubApi(endpoint, hub, clock);
        }
        boolean mayBeHarbor = Flavor.of(endpoint.host()) == Flavor.GENERIC;
        return mayBeHarbor && service(endpoint, caller).equals(HARBOR_SERVICE)
                ? new HarborApi(endpoint)
                : new CatalogApi(endpoint);
    }

    /** The service that the registry wants tokens for; empty where it wants none. */
    private static String service(Endpoint endpoint, Call.Caller caller) {
        Authorizer authorizer = endpoint.calls().authorizer();
        // Harbor wants to know of each HEAD who asks, also where everybody may read (goharbor/harbor #11271).
        if (authorizer.kind().equals("none") && !endpoint.calls().answersStrangers()) {
            Call call = Call.of(
                            "check",
                            endpoint.host().name(),
                            "GET",
                            endpoint.address(""),
                            endpoint.answerLimit(0),
                            caller)
                    .scopes(List.of())
                    .expecting(status -> status == 200 || status == 401 || status == 403 || status == 404);
            endpoint.calls().send(call).close();
        }
        return authorizer.service();
    }
}
