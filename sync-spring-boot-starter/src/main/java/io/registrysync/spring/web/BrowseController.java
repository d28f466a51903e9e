package io.registrysync.spring.web;

import io.registrysync.engine.RegistryPool;
import io.registrysync.engine.SyncEngine;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Registry;
import java.time.Duration;
import java.util.function.BiFunction;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is in a registry, also in one that tasks may not use. */
@RestController
@RequestMapping("/registries/{id}")
class BrowseController {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RegistryPool pool;
    private final Waiting waiting;
    private final TestDesk desk;

    BrowseController(SyncEngine engine, Waiting waiting, TestDesk desk) {
        this.pool = engine.registries();
        this.waiting = waiting;
        this.desk = desk;
    }

    @GetMapping("/projects")
    NamesView projects(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        return asked(id, (registry, cancellation) -> NamesView.of(registry.projects(), text, page, size));
    }

    @GetMapping("/repositories")
    NamesView repositories(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String project,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        String wanted =
                project.isBlank() ? "" : Bodies.about("project", () -> new RepositoryName(project.strip()).path());
        return asked(
                id,
                (registry, cancellation) -> NamesView.of(
                        (wanted.isEmpty() ? registry.repositories() : registry.repositories(wanted))
                                .map(RepositoryName::path),
                        text,
                        page,
                        size));
    }

    @GetMapping("/tags")
    NamesView tags(
            @PathVariable long id,
            @RequestParam String repository,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        return asked(
                id,
                (registry, cancellation) -> NamesView.of(
                        registry.repository(repository)
                                .within(cancellation, notice -> {})
                                .tags()
                                .map(Tag::name),
                        text,
                        page,
                        size));
    }

    @GetMapping("/manifest")
    ImageView manifest(@PathVariable long id, @RequestParam String repository, @RequestParam String reference) {
        return asked(
                id,
                (registry, cancellation) ->
                        ImageView.of(registry.repository(repository).within(cancellation, notice -> {}), reference));
    }

    private <T> T asked(long id, BiFunction<Registry, Cancellation, T> question) {
        return desk.look(() -> waiting.within(LIMIT, cancellation -> {
            try (RegistryPool.Lease lease = pool.lease()) {
                return question.apply(lease.stored(id), cancellation);
            }
        }));
    }
}
