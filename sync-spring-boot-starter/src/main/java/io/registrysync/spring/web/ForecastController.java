package io.registrysync.spring.web;

import io.registrysync.engine.SyncEngine;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.RegistryException;
import io.registrysync.spec.Source;
import io.registrysync.spec.SyncSpec;
import io.registrysync.spec.Target;
import io.registrysync.spec.Target.CreateProject;
import io.registrysync.store.RegistryStore;
import io.registrysync.store.Store;
import io.registrysync.store.TaskStore;
import io.registrysync.sync.Sync;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What tasks would do, and how targets differ from sources. Nothing is changed. */
@RestController
class ForecastController {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** A registry, and a project or a repository of it. */
    private static final Pattern PLACE = Pattern.compile("([0-9]{1,18})(?:/(?:(.+)/|(.*[^/]))?)?");

    private final TaskStore tasks;
    private final RegistryStore registries;
    private final Forecast forecast;
    private final Waiting waiting;

    ForecastController(Store store, SyncEngine engine, Waiting waiting) {
        this.tasks = store.tasks();
        this.registries = store.registries();
        this.forecast = new Forecast(engine.registries(), store.state());
        this.waiting = waiting;
    }

    /**
     * Which sync.
     *
     * @param task  a stored one
     * @param spec  or one that is not stored
     * @param costs whether to find out what copying takes, which reads manifests
     */
    record PreviewRequest(
            @Nullable Long task,
            @Nullable Map<String, @Nullable Object> spec,
            @Nullable Boolean costs) {}

    /** What a run would do now. */
    @Streamed(ForecastView.class)
    @PostMapping("/tasks/preview")
    void preview(@RequestBody PreviewRequest request, HttpServletResponse response) throws IOException {
        SyncSpec spec = request.task() == null
                ? TaskRequest.spec(request.spec())
                : tasks.get(request.task()).entry().spec();
        boolean costs = Boolean.TRUE.equals(request.costs());
        answer(response, spec, UnaryOperator.identity(), costs, Set.of());
    }

    /**
     * How a target differs from its source. What is the same is counted, and not listed.
     *
     * @param task   a stored task; or else
     * @param source {@code REGISTRY-ID/REPOSITORY}, {@code REGISTRY-ID/PROJECT/} with all below it, or
     *     {@code REGISTRY-ID} with everything that it lists
     * @param target the same; a repository is compared with a repository
     */
    @Streamed(ForecastView.class)
    @GetMapping("/diff")
    void diff(
            @RequestParam Optional<Long> task,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "") String target,
            HttpServletResponse response)
            throws IOException {
        SyncSpec spec = task.map(id -> tasks.get(id).entry().spec()).orElseGet(() -> between(source, target));
        // What would be deleted, if anything might be, is what only the target has. And what is to go into a project
        // that
        // is missing is missing, and no failure.
        UnaryOperator<Sync> comparing = sync ->
                (spec.source().registry().isPresent() ? sync.deleteGone(100) : sync).createProjects(any -> true);
        answer(response, spec, comparing, false, Set.of(ForecastView.ForecastAction.KEEP));
    }

    private SyncSpec between(String source, String target) {
        Place from = place("source", source);
        Place to = place("target", target);
        if (from.repository().isPresent() != to.repository().isPresent()) {
            throw new IllegalArgumentException(
                    "target: a repository is compared with a repository, and the rest with the"
                            + " rest; leave both out, or name both");
        }
        return SyncSpec.of(
                "comparison",
                new Source(
                        Optional.of(from.registry()),
                        from.project(),
                        from.repository().stream().toList(),
                        List.of(),
                        Optional.empty()),
                new Target(
                        Optional.of(to.registry()),
                        to.project().stream().toList(),
                        to.repository(),
                        CreateProject.NEVER,
                        Optional.empty()));
    }

    /** One side of a comparison; with neither project nor repository all of the registry. */
    private record Place(String registry, Optional<String> project, Optional<String> repository) {}

    private Place place(String what, String text) {
        Matcher match = PLACE.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    what + ": REGISTRY-ID/REPOSITORY is meant, such as 1/library/nginx; or give task, the id of one");
        }
        return new Place(
                registries.get(Long.parseLong(match.group(1))).name(),
                Optional.ofNullable(match.group(2)),
                Optional.ofNullable(match.group(3)));
    }

    private void answer(
            HttpServletResponse response,
            SyncSpec spec,
            UnaryOperator<Sync> changed,
            boolean costs,
            Set<ForecastView.ForecastAction> unlisted)
            throws IOException {
        waiting.answer(
                response,
                LIMIT,
                cancellation -> view(spec, changed, costs, unlisted, cancellation),
                ForecastView::failed);
    }

    private ForecastView view(
            SyncSpec spec,
            UnaryOperator<Sync> changed,
            boolean costs,
            Set<ForecastView.ForecastAction> unlisted,
            Cancellation cancellation) {
        ForecastView.Collector collector = new ForecastView.Collector(unlisted);
        try {
            boolean complete = forecast.of(spec, changed, costs, collector, cancellation);
            return collector.view(complete, "", "");
        } catch (RegistryException impossible) {
            return collector.view(false, String.valueOf(impossible.getMessage()), impossible.hint());
        }
    }
}
