package io.registrysync.spring.web;

import io.registrysync.store.AuditEntry;
import io.registrysync.store.AuditStore;
import io.registrysync.store.Login;
import io.registrysync.store.LoginHistoryStore;
import io.registrysync.store.Store;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who did what, and who came in. */
@RestController
class AuditController {
    private final Store store;

    AuditController(Store store) {
        this.store = store;
    }

    @GetMapping("/audit")
    Listing<AuditEntry> audit(
            @RequestParam(defaultValue = "") String actor,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") String subject,
            @RequestParam(required = false) AuditEntry.@Nullable Outcome outcome,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        AuditStore.Filter filter = new AuditStore.Filter(
                actor,
                action,
                subject,
                Optional.ofNullable(outcome),
                Optional.ofNullable(from),
                Optional.ofNullable(to));
        return Listing.of(store.audit().list(filter, Listing.slice(page, size)), page, size, entry -> entry);
    }

    @GetMapping("/login-history")
    Listing<Login> logins(
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(required = false) Login.@Nullable Outcome outcome,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        LoginHistoryStore.Filter filter = new LoginHistoryStore.Filter(username, address, Optional.ofNullable(outcome));
        return Listing.of(store.logins().list(filter, Listing.slice(page, size)), page, size, login -> login);
    }
}
