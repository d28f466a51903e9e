package io.registrysync.spring.security;

import io.registrysync.registry.Registry;
import io.registrysync.spring.RegistrySyncCustomizer;
import io.registrysync.spring.RegistrySyncProperties;
import io.registrysync.store.Store;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.servletapi.SecurityContextHolderAwareRequestFilter;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The chain of our own paths. It is a filter of its own and no {@code SecurityFilterChain} bean: any such bean would make
 * Spring Boot take its own chain away from the paths of a host that has none. The host's chains skip our paths.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecuritySettings.class)
public class SecurityConfiguration {
    @Bean
    OwnPaths registrySyncOwnPaths(RegistrySyncProperties properties, SecuritySettings settings) {
        return new OwnPaths(properties, settings.paths());
    }

    /** What the host decides is about the host's paths. */
    @Bean
    WebSecurityCustomizer registrySyncPathsAreNotTheHosts(OwnPaths paths) {
        return web -> web.ignoring().requestMatchers(paths);
    }

    /** Where the people who set registries up are not trusted with the network. */
    @Bean
    RegistrySyncCustomizer registrySyncAddresses(SecuritySettings settings) {
        return new RegistrySyncCustomizer() {
            @Override
            public void registry(Registry.Builder registry) {
                registry.allowPrivateAddresses(settings.allowPrivateAddresses());
            }
        };
    }

    @Bean
    WebMvcConfigurer registrySyncHandlerGuard() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new HandlerGuard());
            }
        };
    }

    /** Without security, everybody may do everything; on this machine, unless somebody says that more is meant. */
    @Bean
    @ConditionalOnProperty(prefix = "registry-sync.security", name = "enabled", havingValue = "false")
    FilterRegistrationBean<OwnChainFilter> registrySyncOpenChain(
            OwnPaths paths, RegistrySyncProperties properties, SecuritySettings settings, Environment environment) {
        String address = environment.getProperty("server.address", "");
        if (!settings.allowAnonymous() && !isLoopback(address)) {
            throw new UnsecuredException(address.isEmpty() ? "all addresses of this machine" : address);
        }
        return registered(new OwnChainFilter(
                paths, List.of(new OpenDoorFilter(!settings.allowAnonymous()), principal(), input(paths, properties))));
    }

    private static InputFilter input(OwnPaths paths, RegistrySyncProperties properties) {
        return new InputFilter(paths, properties.apiPath() + "/tasks/import");
    }

    private static boolean isLoopback(String address) {
        try {
            return !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** Lets handlers ask the request for its principal. */
    private static SecurityContextHolderAwareRequestFilter principal() {
        SecurityContextHolderAwareRequestFilter filter = new SecurityContextHolderAwareRequestFilter();
        try {
            filter.afterPropertiesSet();
        } catch (ServletException impossible) {
            throw new IllegalStateException(impossible);
        }
        return filter;
    }

    private static FilterRegistrationBean<OwnChainFilter> registered(OwnChainFilter filter) {
        FilterRegistrationBean<OwnChainFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setName("registrySyncChain");
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
        return registration;
    }

    @Bean
    Passwords registrySyncPasswords(SecuritySettings settings) {
        return new Passwords(settings.passwordMinLength());
    }

    @Bean
    SignIn registrySyncSignIn(Store store, Passwords passwords, SecuritySettings settings) {
        return new SignIn(store, passwords, settings, InstantSource.system());
    }

    @Bean
    SessionCookies registrySyncSessionCookies(
            Store store, RegistrySyncProperties properties, SecuritySettings settings, ServletContext context) {
        CookieCsrfTokenRepository csrf = csrf(SessionCookies.path(context.getContextPath(), properties));
        return new SessionCookies(store, properties, settings, csrf);
    }

    /** Pages read the cookie and send it back as a header, which pages of others cannot do. */
    private static CookieCsrfTokenRepository csrf(String path) {
        CookieCsrfTokenRepository csrf = CookieCsrfTokenRepository.withHttpOnlyFalse();
        csrf.setCookieName("registry_sync_csrf");
        csrf.setCookiePath(path);
        csrf.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
        return csrf;
    }

    /** Everything of ours, in front of any chain of the host. */
    @Bean
    @ConditionalOnProperty(prefix = "registry-sync.security", name = "enabled", matchIfMissing = true)
    FilterRegistrationBean<OwnChainFilter> registrySyncChain(
            OwnPaths paths,
            Store store,
            Passwords passwords,
            SessionCookies cookies,
            RegistrySyncProperties properties,
            SecuritySettings settings,
            ServletContext context,
            Environment environment) {
        Optional.ofNullable(settings.usersFile())
                .ifPresent(file -> UsersFile.read(file).addTo(store));
        new FirstAdmin(store, passwords)
                .ensure(Optional.ofNullable(settings.adminPassword())
                        .or(() -> Optional.ofNullable(environment.getProperty("REGISTRY_SYNC_ADMIN_PASSWORD"))));
        Permissions permissions = new Permissions(
                properties.basePath(),
                properties.apiPath(),
                environment.getProperty("registry-sync.metrics.open", Boolean.class, false));
        return registered(new OwnChainFilter(
                paths,
                List.of(
                        new AuditFilter(store, permissions, paths, InstantSource.system()),
                        new SignInFilter(store, cookies, paths),
                        csrfFilter(csrf(SessionCookies.path(context.getContextPath(), properties))),
                        principal(),
                        new AccessFilter(permissions, paths),
                        input(paths, properties))));
    }

    private static CsrfFilter csrfFilter(CookieCsrfTokenRepository tokens) {
        CsrfTokenRequestAttributeHandler handler = new CsrfTokenRequestAttributeHandler();
        // Makes the token at once: pages get the cookie with whatever they read first, not after a failed change.
        handler.setCsrfRequestAttributeName(null);
        CsrfFilter filter = new CsrfFilter(tokens);
        filter.setRequestHandler(handler);
        filter.setAccessDeniedHandler((request, response, denied) -> Answers.refuse(
                response,
                HttpStatus.FORBIDDEN,
                ProblemCode.CSRF,
                "the request does not show that a page of ours sent it",
                "send the value of the cookie registry_sync_csrf as header X-XSRF-TOKEN"));
        return filter;
    }
}
