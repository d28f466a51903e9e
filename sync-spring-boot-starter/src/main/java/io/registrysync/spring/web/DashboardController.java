package io.registrysync.spring.web;

import io.registrysync.spring.SyncSettings;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The first page. */
@RestController
class DashboardController {
    private final Dashboard dashboard;
    private final SyncSettings settings;

    DashboardController(Dashboard dashboard, SyncSettings settings) {
        this.dashboard = dashboard;
        this.settings = settings;
    }

    /** Days begin in {@code zone}; in that of the settings unless given. */
    @GetMapping("/dashboard")
    Dashboard.Overview get(@RequestParam Optional<ZoneId> zone) {
        return dashboard.overview(zone.orElseGet(settings::zone));
    }
}
