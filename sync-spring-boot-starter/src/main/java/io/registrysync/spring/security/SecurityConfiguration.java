package io.registrysync.spring.security;

import io.registrysync.spring.RegistrySyncProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** The chain of our own paths. The host's paths stay as they are. */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {
    /** Without security, everybody may do everything. */
    @Bean
    @ConditionalOnProperty(prefix = "registry-sync.security", name = "enabled", havingValue = "false")
    @Order(Ordered.HIGHEST_PRECEDENCE + 100)
    SecurityFilterChain registrySyncOpenChain(HttpSecurity http, RegistrySyncProperties properties) {
        return http.securityMatcher(properties.apiPath() + "/**")
                .csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** Everything below the base path, before any chain of the host. */
    @Bean
    @ConditionalOnProperty(prefix = "registry-sync.security", name = "enabled", matchIfMissing = true)
    @Order(Ordered.HIGHEST_PRECEDENCE + 100)
    SecurityFilterChain registrySyncChain(HttpSecurity http, RegistrySyncProperties properties) {
        return http.securityMatcher(properties.apiPath() + "/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
                .build();
    }
}
