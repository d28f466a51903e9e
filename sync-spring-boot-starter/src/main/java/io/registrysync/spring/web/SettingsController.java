package io.registrysync.spring.web;

import io.registrysync.spring.SyncSettings;
import io.registrysync.store.Retention;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What may be changed while it runs. */
@RestController
@RequestMapping("/settings")
class SettingsController {
    private final SyncSettings settings;

    SettingsController(SyncSettings settings) {
        this.settings = settings;
    }

    /**
     * What holds now.
     *
     * @param stored the names of those that were set here; the others are as the properties of the application say
     */
    record SettingsView(
            String language, String zone, Optional<String> publicUrl, RetentionView retention, Set<String> stored) {}

    /** How long what is kept. */
    record RetentionView(long executionDays, int executionsPerTask, long deliveryDays, long loginDays, long auditDays) {
        static RetentionView of(Retention.Policy policy) {
            return new RetentionView(
                    policy.executions().toDays(),
                    policy.executionsPerTask(),
                    policy.deliveries().toDays(),
                    policy.logins().toDays(),
                    policy.audit().toDays());
        }
    }

    /** What is to be set; whatever is missing is as the properties of the application say. */
    record SettingsDraft(
            Optional<String> language,
            Optional<String> zone,
            Optional<String> publicUrl,
            Optional<RetentionDraft> retention) {
        SyncSettings.Stored stored() {
            return new SyncSettings.Stored(
                    language,
                    zone,
                    publicUrl,
                    retention.flatMap(RetentionDraft::executionDays),
                    retention.flatMap(RetentionDraft::executionsPerTask),
                    retention.flatMap(RetentionDraft::deliveryDays),
                    retention.flatMap(RetentionDraft::loginDays),
                    retention.flatMap(RetentionDraft::auditDays));
        }
    }

    /** The times among them. */
    record RetentionDraft(
            Optional<Integer> executionDays,
            Optional<Integer> executionsPerTask,
            Optional<Integer> deliveryDays,
            Optional<Integer> loginDays,
            Optional<Integer> auditDays) {}

    @GetMapping
    SettingsView get() {
        return new SettingsView(
                settings.language().getLanguage(),
                settings.zone().getId(),
                settings.publicUrl().map(URI::toString),
                RetentionView.of(settings.retention()),
                settings.stored());
    }

    /** Replaces all that are stored. */
    @PutMapping
    SettingsView put(@RequestBody SettingsDraft draft) {
        settings.store(draft.stored());
        return get();
    }
}
