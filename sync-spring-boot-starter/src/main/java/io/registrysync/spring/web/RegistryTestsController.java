package io.registrysync.spring.web;

import io.registrysync.engine.RegistryPool;
import io.registrysync.engine.SyncEngine;
import io.registrysync.registry.Registry;
import io.registrysync.spring.security.ProblemCode;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.RegistryStore;
import io.registrysync.store.Store;
import io.registrysync.store.StoredRegistry;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whether registries work, before and after they are saved. */
@RestController
@RequestMapping("/registries")
class RegistryTestsController {
    private static final Duration SILENCE = Duration.ofSeconds(8);

    private final RegistryStore registries;
    private final RegistryPool pool;
    private final Waiting waiting;
    private final TestDesk desk;

    RegistryTestsController(Store store, SyncEngine engine, Waiting waiting, TestDesk desk) {
        this.registries = store.registries();
        this.pool = engine.registries();
        this.waiting = waiting;
        this.desk = desk;
    }

    @PostMapping("/test")
    RegistryVerdict testUnsaved(@RequestBody RegistryTestRequest request) {
        if (request.registry() == null) {
            throw new IllegalArgumentException("registry: missing");
        }
        RegistryEntry entry = request.registry().unsaved();
        return verdict(entry, password(request, request.registry(), entry), Optional.ofNullable(request.repository()));
    }

    @PostMapping("/{id}/test")
    RegistryVerdict test(@PathVariable long id, @RequestParam Optional<String> repository) {
        RegistryEntry entry = registries.get(id).entry();
        RegistryVerdict verdict = desk.test(() -> verdict(entry, registries.password(id), repository));
        return Discretion.isDue() ? verdict.coarse() : verdict;
    }

    /** The one that was entered, or else the stored one, which goes only where it was saved for. */
    private Optional<String> password(RegistryTestRequest request, RegistryRequest registry, RegistryEntry entry) {
        if (registry.enteredPassword().isPresent()
                || request.id() == null
                || Boolean.TRUE.equals(registry.clearPassword())) {
            return registry.enteredPassword();
        }
        StoredRegistry stored = registries.get(request.id());
        if (stored.hasPassword() && !entry.isReachedAs(stored.entry())) {
            throw new ErrorResponseException(
                    HttpStatus.BAD_REQUEST,
                    Problems.problem(
                            HttpStatus.BAD_REQUEST,
                            ProblemCode.PASSWORD_NEEDED,
                            "the stored password is sent only where it was saved for",
                            "enter the password again"),
                    null);
        }
        return registries.password(stored.id());
    }

    private RegistryVerdict verdict(RegistryEntry entry, Optional<String> password, Optional<String> repository) {
        try (Registry registry = pool.trial(entry, password, SILENCE)) {
            return new RegistryProbe(registry, repository.filter(name -> !name.isBlank()), waiting).run();
        }
    }
}
