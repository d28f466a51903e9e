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
        if (management != null) {
            return management;
        }
        boolean isNobody = endpoint.calls().authorizer().credentials() instanceof Credentials.Anonymous;
        if (mayBeHarbor(endpoint) && isNobody && isSilent(endpoint)) {
            return new UnknownApi(new CatalogApi(endpoint), asking -> recognised(endpoint, asking));
        }
        return recognised(endpoint, caller);
    }

    private Management recognised(Endpoint endpoint, Call.Caller caller) {
        Management recognised = recognise(endpoint, caller);
        known = recognised;
        return recognised;
    }

    private Management recognise(Endpoint endpoint, Call.Caller caller) {
        if (hub != null) {
            return new HubApi(endpoint, hub, clock);
        }
        return mayBeHarbor(endpoint) && service(endpoint, caller).equals(HARBOR_SERVICE)
                ? new HarborApi(endpoint)
                : new CatalogApi(endpoint);
    }

    private boolean mayBeHarbor(Endpoint endpoint) {
        return hub == null && Flavor.of(endpoint.host()) == Flavor.GENERIC;
    }

    /** Whether the registry has not shown yet what it is. */
    private static boolean isSilent(Endpoint endpoint) {
        // Harbor wants to know of each HEAD who asks, also where everybody may read (goharbor/harbor #11271).
        return endpoint.calls().authorizer().kind().equals("none")
                && !endpoint.calls().answersStrangers();
    }

    /** The service that the registry wants tokens for; empty where it wants none. */
    private static String service(Endpoint endpoint, Call.Caller caller) {
        Authorizer authorizer = endpoint.calls().authorizer();
        if (isSilent(endpoint)) {
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
