package io.registrysync.spring.web;

import io.registrysync.spring.RegistrySyncProperties;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.method.HandlerTypePredicate;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the REST interface below the base path, and nothing of the host's. */
@Configuration(proxyBeanMethods = false)
@Import({
    Problems.class,
    AboutController.class,
    AuditController.class,
    AuthController.class,
    BackupController.class,
    BrowseController.class,
    ChannelsController.class,
    CronController.class,
    Dashboard.class,
    DashboardController.class,
    DashboardFeed.class,
    DeliveriesController.class,
    ExchangeController.class,
    ExecutionLogController.class,
    ExecutionViews.class,
    ExecutionsController.class,
    FiltersController.class,
    ForecastController.class,
    LiveController.class,
    LiveStreams.class,
    OpenApiController.class,
    QuickSyncController.class,
    RegistriesController.class,
    RegistryTestsController.class,
    SessionsController.class,
    SettingsController.class,
    TasksController.class,
    TokensController.class,
    UsersController.class
})
public class WebConfiguration {
    /** Controllers of this package say what follows the common path. */
    @Bean
    WebMvcConfigurer registrySyncPaths(RegistrySyncProperties properties) {
        return new WebMvcConfigurer() {
            @Override
            public void configurePathMatch(PathMatchConfigurer paths) {
                paths.addPathPrefix(
                        properties.apiPath(), HandlerTypePredicate.forBasePackage("io.registrysync.spring.web"));
            }
        };
    }

    /** Questions to registries on behalf of people who wait. */
    @Bean
    Waiting registrySyncWaiting() {
        return new Waiting();
    }

    /** Tests by people who do not set addresses up. */
    @Bean
    TestDesk registrySyncTestDesk() {
        return new TestDesk(InstantSource.system());
    }

    /** Our own types, read and written as they are documented. */
    @Bean
    WebMvcConfigurer registrySyncJson() {
        return new WebMvcConfigurer() {
            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
                converters.addCustomConverter(new WireFormat());
            }
        };
    }
}
