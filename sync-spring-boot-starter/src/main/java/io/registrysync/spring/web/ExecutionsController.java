package io.registrysync.spring.web;

import io.registrysync.engine.SyncEngine;
import io.registrysync.store.Execution;
import io.registrysync.store.ExecutionStore;
import io.registrysync.store.ImageOutcome;
import io.registrysync.store.Page;
import io.registrysync.store.Store;
import io.registrysync.store.Tally;
import io.registrysync.store.ThroughputStore;
import io.registrysync.store.Unit;
import io.registrysync.sync.ImageResult;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Executions: which there are, what became of them, stop and retry. */
@RestController
@RequestMapping("/executions")
class ExecutionsController {
    private final SyncEngine engine;
    private final Store store;
    private final ExecutionViews views;

    ExecutionsController(SyncEngine engine, Store store, ExecutionViews views) {
        this.engine = engine;
        this.store = store;
        this.views = views;
    }

    /** The latest first. {@code from} and {@code to} (exclusive) are when they were created. */
    @GetMapping
    Listing<ExecutionView> list(
            @RequestParam(defaultValue = "") List<Execution.State> status,
            @RequestParam(defaultValue = "") List<Execution.Reason> reason,
            @RequestParam Optional<Long> taskId,
            @RequestParam(defaultValue = "") String text,
            @RequestParam Optional<Instant> from,
            @RequestParam Optional<Instant> to,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        ExecutionStore.Filter filter =
                new ExecutionStore.Filter(Listing.chosen(status), Listing.chosen(reason), taskId, text, from, to);
        Page<Execution> found = store.executions().list(filter, Listing.slice(page, size));
        return new Listing<>(views.of(found.items()), found.total(), page, size);
    }

    @GetMapping("/{id}")
    ExecutionView get(@PathVariable long id) {
        return views.get(id);
    }

    /**
     * A piece of an execution.
     *
     * @param node    that does it, or did it last
     * @param attempt how often it was begun
     * @param message why it failed as a whole; empty where it did not
     */
    record UnitView(
            long id,
            String source,
            String targets,
            Unit.State state,
            int attempt,
            Optional<String> node,
            String message,
            Optional<Instant> startedAt,
            Optional<Instant> finishedAt,
            Tally tally) {
        static UnitView of(Unit unit) {
            return new UnitView(
                    unit.id(),
                    unit.source(),
                    unit.targets(),
                    unit.state(),
                    unit.attempt(),
                    unit.node(),
                    unit.message(),
                    unit.startedAt(),
                    unit.finishedAt(),
                    unit.tally());
        }
    }

    @GetMapping("/{id}/units")
    Listing<UnitView> units(
            @PathVariable long id,
            @RequestParam(defaultValue = "") List<Unit.State> state,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        Page.Slice slice = Listing.slice(page, size);
        store.executions().get(id);
        return Listing.of(store.units().list(id, Listing.chosen(state), slice), page, size, UnitView::of);
    }

    /** How images of a unit ended, all or those that did so; those that were there already are only counted. */
    @GetMapping("/{id}/units/{unit}/images")
    Listing<ImageOutcome> images(
            @PathVariable long id,
            @PathVariable long unit,
            @RequestParam(defaultValue = "") List<ImageResult.Status> status,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        Page.Slice slice = Listing.slice(page, size);
        store.units().get(id, unit);
        return Listing.of(store.units().images(unit, Listing.chosen(status), slice), page, size, image -> image);
    }

    /**
     * How fast an execution was.
     *
     * @param samples in the order of the time; where one is missing nothing was sent
     */
    record ThroughputView(List<ThroughputStore.Sample> samples) {}

    @GetMapping("/{id}/throughput")
    ThroughputView throughput(@PathVariable long id) {
        store.executions().get(id);
        return new ThroughputView(store.throughput().of(id));
    }

    /** It is over a moment later. */
    @PostMapping("/{id}/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ExecutionView stop(@PathVariable long id, @Nullable Principal who) {
        engine.stop(id, name(who));
        return views.get(id);
    }

    /** Does again what was not done; answers with the new execution. */
    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ExecutionView retry(@PathVariable long id, @Nullable Principal who) {
        return views.get(engine.retry(id, name(who)));
    }

    /** A blank is none. */
    private static String name(@Nullable Principal who) {
        return who == null ? "" : who.getName();
    }
}
