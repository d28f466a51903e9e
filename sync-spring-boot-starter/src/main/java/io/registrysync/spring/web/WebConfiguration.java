package io.registrysync.spring.web;

import io.registrysync.spring.RegistrySyncProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.method.HandlerTypePredicate;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the REST interface below the base path, and nothing of the host's. */
@Configuration(proxyBeanMethods = false)
@Import({
    Problems.class,
    RegistriesController.class,
    AdminProblems.class,
    AuditController.class,
    AuthController.class,
    SessionsController.class,
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
}
