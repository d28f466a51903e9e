package io.registrysync.spring.operation;

import io.registrysync.engine.SyncEngine;
import io.registrysync.spring.RegistrySyncProperties;
import io.registrysync.store.Store;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Health and metrics. */
@Configuration(proxyBeanMethods = false)
@Import(MetricsConfiguration.class)
public class OperationConfiguration {
    @Bean
    Vitals registrySyncVitals(Store store, SyncEngine engine, RegistrySyncProperties properties) {
        return new Vitals(store, engine, () -> Vitals.spaceOf(properties.data()), InstantSource.system());
    }

    /** For everybody: what is wrong, and nothing that helps somebody who should not know. */
    @Bean
    RouterFunction<ServerResponse> registrySyncHealthPage(Vitals vitals, RegistrySyncProperties properties) {
        HandlerFunction<ServerResponse> answer = request -> answer(vitals.verdict());
        return RouterFunctions.route()
                .GET(properties.basePath() + "/health", answer)
                .GET(properties.apiPath() + "/health", answer)
                .build();
    }

    private static ServerResponse answer(Vitals.Verdict verdict) {
        Map<String, Object> checks = new LinkedHashMap<>();
        for (Vitals.Check check : verdict.checks()) {
            checks.put(
                    check.name(),
                    check.isUp() ? Map.of("status", "UP") : Map.of("status", "DOWN", "cause", check.cause()));
        }
        return ServerResponse.status(verdict.isUp() ? 200 : 503)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("status", verdict.isUp() ? "UP" : "DOWN", "checks", checks));
    }

    /** For the host's own health page, which says who may see details. */
    @Bean
    HealthIndicator registrySyncHealthIndicator(Vitals vitals) {
        return () -> {
            Vitals.Verdict verdict = vitals.verdict();
            Health.Builder health = verdict.isUp() ? Health.up() : Health.down();
            verdict.checks()
                    .forEach(check -> health.withDetail(
                            check.name(), check.isUp() ? "UP" : (check.cause() + ": " + check.detail())));
            return health.build();
        };
    }
}
