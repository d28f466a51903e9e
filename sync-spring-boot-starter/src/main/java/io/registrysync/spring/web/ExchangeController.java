package io.registrysync.spring.web;

import io.registrysync.store.Exchange;
import io.registrysync.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Registries and tasks as a sync file, out and in. No secret goes either way. */
@RestController
@RequestMapping("/tasks")
class ExchangeController {
    private static final String YAML = "application/yaml";

    private final Exchange exchange;

    ExchangeController(Store store) {
        this.exchange = store.exchange();
    }

    /**
     * A sync file.
     *
     * @param warnings what such a file has no place for
     */
    record ExportView(String yaml, List<String> warnings) {}

    /**
     * A file to take over.
     *
     * @param mode   what becomes of what is there already; it stays, unless set
     * @param dryRun whether it is only told what would come of it
     */
    record ImportRequest(
            @Nullable String yaml,
            Exchange.@Nullable Mode mode,
            @Nullable Boolean dryRun) {}

    /** What came of a file. */
    record ImportView(List<ImportedView> items, List<String> warnings) {}

    /**
     * What came of something in it.
     *
     * @param kind   {@code TASK} or {@code REGISTRY}
     * @param reason why it was refused; otherwise empty
     */
    record ImportedView(String kind, String name, Exchange.Outcome outcome, String reason) {}

    @GetMapping(value = "/export", produces = MediaType.APPLICATION_JSON_VALUE)
    ExportView export() {
        Exchange.Export export = exchange.export();
        return new ExportView(export.yaml(), export.warnings());
    }

    /** The same as a file. */
    @GetMapping(value = "/export", produces = YAML)
    ResponseEntity<byte[]> file() {
        ContentDisposition attachment =
                ContentDisposition.attachment().filename("syncs.yaml").build();
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment.toString())
                .contentType(MediaType.parseMediaType(YAML))
                .body(exchange.export().yaml().getBytes(StandardCharsets.UTF_8));
    }

    @PostMapping("/import")
    ImportView load(@RequestBody ImportRequest request) {
        if (request.yaml() == null) {
            throw new IllegalArgumentException("yaml: missing; it is the text of a sync file");
        }
        // Variables of this process are no business of whoever wrote the file.
        Exchange.Mode mode = Optional.ofNullable(request.mode()).orElse(Exchange.Mode.SKIP);
        Exchange.Result result = Boolean.TRUE.equals(request.dryRun())
                ? exchange.rehearse(request.yaml(), Map.of(), mode)
                : exchange.load(request.yaml(), Map.of(), mode);
        return new ImportView(
                result.items().stream()
                        .map(item -> new ImportedView(
                                item.isTask() ? "TASK" : "REGISTRY", item.name(), item.outcome(), item.reason()))
                        .toList(),
                result.warnings());
    }
}
