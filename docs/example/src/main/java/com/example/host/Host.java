package com.example.host;

import io.registrysync.spring.ExecutionEnded;
import io.registrysync.spring.RegistrySyncCustomizer;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The application: a page of its own, and an ear for what Registry Sync does. */
@RestController
@SpringBootApplication
public class Host {
    private final AtomicInteger ended = new AtomicInteger();

    /** Starts it. */
    public static void main(String[] arguments) {
        SpringApplication.run(Host.class, arguments);
    }

    /** The application's own page. */
    @GetMapping("/hello")
    String hello() {
        return "hello; " + ended + " executions have ended";
    }

    /** Events are those of Spring. */
    @EventListener
    void hear(ExecutionEnded event) {
        ended.incrementAndGet();
    }

    /** The application's own chain decides about its own pages, and about nothing of Registry Sync. */
    @Bean
    SecurityFilterChain pages(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** What properties cannot say. */
    @Bean
    RegistrySyncCustomizer names() {
        return new RegistrySyncCustomizer() {
            @Override
            public void registry(io.registrysync.registry.Registry.Builder registry) {
                registry.userAgent("example-host");
            }
        };
    }
}
