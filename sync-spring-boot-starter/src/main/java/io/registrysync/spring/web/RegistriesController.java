package io.registrysync.spring.web;

import io.registrysync.engine.RegistryPool;
import io.registrysync.engine.SyncEngine;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.RegistryStore;
import io.registrysync.store.Store;
import io.registrysync.store.StoredRegistry;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Registries: what is set up. */
@RestController
@RequestMapping("/registries")
class RegistriesController {
    private final RegistryStore registries;
    private final RegistryPool pool;

    RegistriesController(Store store, SyncEngine engine) {
        this.registries = store.registries();
        this.pool = engine.registries();
    }

    @GetMapping
    Listing<RegistryView> list(
            @RequestParam(defaultValue = "") String text,
            @RequestParam Optional<Boolean> enabled,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return Listing.of(
                        registries.list().stream()
                                .filter(stored -> isMatch(stored.entry(), wanted))
                                .filter(stored -> enabled.isEmpty()
                                        || enabled.get() == stored.entry().enabled())
                                .toList(),
                        page,
                        size)
                .map(stored -> RegistryView.of(stored, pool.quota(stored)));
    }

    private static boolean isMatch(RegistryEntry entry, String text) {
        return String.join(
                        "\n",
                        entry.name(),
                        entry.url(),
                        entry.description(),
                        entry.username().orElse(""))
                .toLowerCase(Locale.ROOT)
                .contains(text);
    }

    @GetMapping("/types")
    RegistryTypes types() {
        return RegistryTypes.ALL;
    }

    @GetMapping("/{id}")
    RegistryView get(@PathVariable long id) {
        StoredRegistry stored = registries.get(id);
        return RegistryView.of(stored, pool.quota(stored));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    RegistryView add(@RequestBody RegistryRequest request) {
        return get(registries.add(request.entry(true), request.change()));
    }

    @PutMapping("/{id}")
    RegistryView update(@PathVariable long id, @RequestBody RegistryRequest request) {
        StoredRegistry before = registries.get(id);
        StoredRegistry after = registries.update(
                id, request.requiredVersion(), request.entry(before.entry().enabled()), request.change());
        boolean wasCleared = Boolean.TRUE.equals(request.clearPassword());
        return RegistryView.of(after, Optional.empty(), before.hasPassword() && !after.hasPassword() && !wasCleared);
    }

    @PatchMapping("/{id}")
    RegistryView setEnabled(@PathVariable long id, @RequestBody EnabledRequest request) {
        registries.setEnabled(id, request.required());
        return get(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        registries.delete(id);
    }
}
