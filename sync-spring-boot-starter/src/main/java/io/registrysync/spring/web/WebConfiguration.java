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
    RegistriesController.class,
    RegistryTestsController.class,
    BrowseController.class,
    TasksController.class,
    ExchangeController.class,
    ForecastController.class,
    QuickSyncController.class,
    FiltersController.class,
    CronController.class
})
public class WebConfiguration {
    /** Questions to registries on behalf of people who wait. */
    @Bean
    Waiting registrySyncWaiting() {
        return new Waiting();
    }

    /** Our records go over the wire in our way. */
    @Bean
    WebMvcConfigurer registrySyncWireFormat() {
        return new WebMvcConfigurer() {
            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
                converters.addCustomConverter(new WireFormat());
            }
        };
    }

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
}
