package io.registrysync.host;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Applications with no, one and two security chains of their own. */
public final class Hosts {
    private Hosts() {}

    /** Pages of the host. */
    @RestController
    static class Pages {
        @GetMapping({"/hello", "/open/hello", "/admin/hello", "/api/hello"})
        String hello() {
            return "hello";
        }

        @PostMapping({"/hello", "/open/hello"})
        String change() {
            return "changed";
        }

        @GetMapping("/open/broken")
        String broken() {
            throw new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR);
        }
    }

    /** Leaves security to Spring Boot. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Pages.class)
    public static class NoChain {}

    /** Has one chain for everything. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Pages.class)
    public static class OneChain {
        @Bean
        SecurityFilterChain everything(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/open/**")
                            .permitAll()
                            .anyRequest()
                            .authenticated())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }
    }

    /** Has one chain for administrators, and one for everybody else that lets all pass. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Pages.class)
    public static class TwoChains {
        @Bean
        @Order(1)
        SecurityFilterChain admin(HttpSecurity http) {
            return http.securityMatcher("/admin/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().hasRole("ADMIN"))
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain others(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }
    }
}
