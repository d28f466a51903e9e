package io.registrysync.spring.operation;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.registrysync.engine.SyncEngine;
import io.registrysync.spring.RegistrySyncProperties;
import io.registrysync.spring.web.LiveStreams;
import io.registrysync.store.Store;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What is measured goes into every registry of the host, and onto a page of our own. That page has a registry of its own:
 * what the host measures is not ours to publish.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(prefix = "registry-sync.metrics", name = "enabled", matchIfMissing = true)
class MetricsConfiguration {
    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

    @Bean
    RunCounters registrySyncRunCounters() {
        return new RunCounters();
    }

    /** A {@code MeterBinder}, so that the host's registries get it from Spring Boot. */
    @Bean
    SyncMetrics registrySyncMetrics(
            SyncEngine engine, Store store, RunCounters counters, LiveStreams streams, Vitals vitals) {
        return new SyncMetrics(engine, store, counters, streams, vitals::verdict);
    }

    @Bean
    RouterFunction<ServerResponse> registrySyncMetricsPage(SyncMetrics metrics, RegistrySyncProperties properties) {
        PrometheusMeterRegistry page = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        metrics.bindTo(page);
        new JvmMemoryMetrics().bindTo(page);
        new JvmThreadMetrics().bindTo(page);
        new ProcessorMetrics().bindTo(page);
        new UptimeMetrics().bindTo(page);
        return RouterFunctions.route()
                .GET(
                        properties.basePath() + "/metrics",
                        request -> ServerResponse.ok().contentType(TEXT).body(page.scrape()))
                .build();
    }
}
