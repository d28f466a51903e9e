package io.registrysync.spring.web;

import io.registrysync.engine.RegistryPool;
import io.registrysync.engine.SyncEngine;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.Store;
import io.registrysync.sync.SyncState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What rules for tags would pick. */
@RestController
class FiltersController {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST_TAGS = 5_000;

    private final RegistryPool pool;
    private final SyncState state;
    private final Waiting waiting;

    FiltersController(SyncEngine engine, Store store, Waiting waiting) {
        this.pool = engine.registries();
        this.state = store.state();
        this.waiting = waiting;
    }

    /**
     * Rules and what they are tried on.
     *
     * @param tags       the rules for tags, as a sync has them below {@code tags}
     * @param images     the rules for images, as a sync has them below {@code images}
     * @param platforms  those that count where the age of an image does
     * @param registry   the id of a registry whose tags are asked for; or else
     * @param names      the tags
     * @param repository of the registry, or whose the tags are said to be
     */
    record FilterTestRequest(
            @Nullable Object tags,
            @Nullable Object images,
            @Nullable Object platforms,
            @Nullable Long registry,
            @Nullable String repository,
            @Nullable List<String> names) {
        /** The rules as those of a sync, so that they are read, and complained of, as there. */
        SyncSpec rules() {
            Map<String, @Nullable Object> keys = new HashMap<>();
            keys.put("name", "rules");
            keys.put("source", Map.of("registry", "source"));
            keys.put("target", Map.of("registry", "target"));
            keys.put("tags", tags);
            keys.put("images", images);
            keys.put("platforms", platforms);
            return SyncSpec.ofMap(keys);
        }
    }

    @PostMapping("/filters/test")
    RuleTrial.TrialView test(@RequestBody FilterTestRequest request) {
        SyncSpec rules = request.rules();
        RepositoryName repository =
                new RepositoryName(Optional.ofNullable(request.repository()).orElse("library/example"));
        if (request.registry() == null) {
            return RuleTrial.of(rules, repository, tags(request.names()));
        }
        if (request.repository() == null) {
            throw new IllegalArgumentException("repository: missing; the registry has many");
        }
        long registry = request.registry();
        return waiting.within(LIMIT, cancellation -> {
            try (RegistryPool.Lease lease = pool.lease()) {
                return RuleTrial.of(rules, lease.stored(registry).repository(repository), state, cancellation);
            }
        });
    }

    private static List<Tag> tags(@Nullable List<String> names) {
        List<String> given = Optional.ofNullable(names).orElse(List.of());
        if (given.isEmpty() || given.size() > MOST_TAGS) {
            throw new IllegalArgumentException("names: 1 to " + MOST_TAGS + " tags; or give registry and repository");
        }
        return Bodies.about("names", () -> given.stream().map(Tag::new).toList());
    }
}
