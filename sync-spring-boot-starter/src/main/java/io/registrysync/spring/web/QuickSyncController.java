package io.registrysync.spring.web;

import io.registrysync.engine.RegistryPool;
import io.registrysync.engine.SyncEngine;
import io.registrysync.filter.Flatten;
import io.registrysync.oci.RegistryHost;
import io.registrysync.registry.ForeignText;
import io.registrysync.spec.Source;
import io.registrysync.store.RegistryStore;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A list of images, copied at once and without a task. */
@RestController
@RequestMapping("/quick-sync")
class QuickSyncController {
    private final SyncEngine engine;
    private final RegistryStore registries;

    QuickSyncController(SyncEngine engine, Store store) {
        this.engine = engine;
        this.registries = store.registries();
    }

    /**
     * What is to be copied.
     *
     * @param images    one a line, with comments behind {@code #}
     * @param registry  the name of the target
     * @param projects  of the target; none leaves names as they are
     * @param flatten   {@code none}, {@code 1}, {@code 2}, {@code 3} or {@code all}; {@code 1} unless set
     * @param platforms only these; none for all
     * @param name      what the execution is called
     */
    record QuickSyncRequest(
            @Nullable String images,
            @Nullable String registry,
            @Nullable List<String> projects,
            @Nullable String flatten,
            @Nullable List<String> platforms,
            @Nullable String name) {
        QuickSync toSync() {
            List<String> parsed = Bodies.about(
                    "images",
                    () -> Source.parseImages(Optional.ofNullable(images).orElse("")));
            if (parsed.isEmpty()) {
                throw new IllegalArgumentException("images: there is none; write one a line");
            }
            TaskRequest.requireFewImages(parsed.size());
            if (registry == null) {
                throw new IllegalArgumentException("registry: missing; it is the name of the target");
            }
            return new QuickSync(
                    Optional.ofNullable(name).filter(given -> !given.isBlank()).orElse("quick sync"),
                    parsed,
                    registry,
                    Optional.ofNullable(projects).orElse(List.of()),
                    Flatten.parse(Optional.ofNullable(flatten).orElse("1")),
                    Optional.ofNullable(platforms).orElse(List.of()));
        }
    }

    /**
     * Where images go.
     *
     * @param valid whether all of them can go there
     */
    record PreviewView(boolean valid, List<QuickSync.Mapped> images) {}

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    StartedView run(@RequestBody QuickSyncRequest request, @Nullable Principal caller) {
        return new StartedView(engine.run(request.toSync().spec(), Caller.name(caller)));
    }

    /** No registry is asked. */
    @PostMapping("/preview")
    PreviewView preview(@RequestBody QuickSyncRequest request) {
        QuickSync sync = request.toSync();
        List<QuickSync.Mapped> images = sync.mapped(host(sync));
        return new PreviewView(images.stream().allMatch(image -> image.problem().isEmpty()), images);
    }

    @PostMapping("/script")
    ResponseEntity<byte[]> script(@RequestBody QuickSyncRequest request) {
        QuickSync sync = request.toSync();
        RegistryHost host = host(sync);
        // The description checks what a mapping alone does not, such as platforms.
        sync.spec();
        ContentDisposition attachment =
                ContentDisposition.attachment().filename("copy-images.sh").build();
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment.toString())
                .contentType(new MediaType("text", "x-shellscript", StandardCharsets.UTF_8))
                .body(sync.script(host).getBytes(StandardCharsets.UTF_8));
    }

    private RegistryHost host(QuickSync sync) {
        return registries
                .named(sync.registry())
                .map(RegistryPool::host)
                .orElseThrow(() -> StoreException.of(
                        StoreException.Kind.NOT_FOUND,
                        "there is no registry with the name " + ForeignText.clean(sync.registry(), 100)));
    }
}
