package io.registrysync.spring.web;

import io.registrysync.store.AuditEntry;
import io.registrysync.store.AuditStore;
import io.registrysync.store.Login;
import io.registrysync.store.Page;
import io.registrysync.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who did what, and who came in. */
@RestController
class AuditController {
    private static final int MOST = 200;

    private final Store store;

    AuditController(Store store) {
        this.store = store;
    }

    /** A part of what was done, the latest first. */
    record AuditPage(List<AuditEntry> items, long total, int page, int size) {}

    /** A part of the login history, the latest first. */
    record LoginPage(List<Login> items, long total, int page, int size) {}

    @GetMapping("/audit")
    AuditPage audit(
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
        Page<AuditEntry> found = store.audit().list(filter, slice(page, size));
        return new AuditPage(found.items(), found.total(), page, size);
    }

    @GetMapping("/login-history")
    LoginPage logins(@RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "20") int size) {
        Page<Login> found = store.logins().list(slice(page, size));
        return new LoginPage(found.items(), found.total(), page, size);
    }

    private static Page.Slice slice(int page, int size) {
        if (page < 0 || size < 1 || size > MOST) {
            throw new IllegalArgumentException("page is 0 or more, size 1 to " + MOST);
        }
        return new Page.Slice((long) page * size, size);
    }
}
