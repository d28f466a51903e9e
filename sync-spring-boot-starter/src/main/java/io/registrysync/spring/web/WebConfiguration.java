package io.registrysync.spring.web;

import io.registrysync.spring.RegistrySyncProperties;
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
    RequestProblems.class,
    RegistriesController.class,
    LiveStreams.class,
    ExecutionViews.class,
    ExecutionsController.class,
    ExecutionLogController.class,
    Dashboard.class,
    DashboardFeed.class,
    DashboardController.class,
    LiveController.class,
    ChannelsController.class,
    SettingsController.class,
    BackupController.class,
    AboutController.class
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

    /** Our own types, read and written as they are documented. */
    @Bean
    WebMvcConfigurer registrySyncJson() {
        return new WebMvcConfigurer() {
            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
                converters.addCustomConverter(new OwnJson());
            }
        };
    }
}
