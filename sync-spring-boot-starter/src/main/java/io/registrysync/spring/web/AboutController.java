package io.registrysync.spring.web;

import io.registrysync.engine.SyncEngine;
import io.registrysync.spring.ProductVersion;
import io.registrysync.store.Node;
import io.registrysync.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What runs here. */
@RestController
class AboutController {
    private static final Duration LATELY = Duration.ofHours(24);

    private final SyncEngine engine;
    private final Store store;

    AboutController(SyncEngine engine, Store store) {
        this.engine = engine;
        this.store = store;
    }

    /** The database; {@code shared} where several nodes may use it. */
    record DatabaseView(String product, boolean shared) {}

    /**
     * What runs here.
     *
     * @param node    that answers
     * @param working whether it works on executions, or only shows them
     * @param nodes   that were seen within a day and did not end in order
     */
    record About(
            String version,
            String java,
            String node,
            boolean working,
            Instant startedAt,
            long uptimeSeconds,
            DatabaseView database,
            List<NodeView> nodes) {}

    /** A node; {@code threads} repositories at once. */
    record NodeView(String name, String version, int threads, Instant startedAt, Instant seenAt) {
        static NodeView of(Node node) {
            return new NodeView(node.name(), node.version(), node.threads(), node.startedAt(), node.seenAt());
        }
    }

    @GetMapping("/about")
    About about() {
        return new About(
                ProductVersion.NUMBER,
                Runtime.version().toString(),
                engine.name(),
                engine.isWorking(),
                engine.startedAt(),
                Math.max(0, Duration.between(engine.startedAt(), Instant.now()).toSeconds()),
                new DatabaseView(store.product(), store.isShared()),
                store.nodes().list(LATELY).stream().map(NodeView::of).toList());
    }
}
