package io.registrysync.spring.ui;

import io.registrysync.spring.RegistrySyncProperties;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The pages, which are one document and what it loads. Everything is addressed relative to that document, so that it may
 * stand below any path; the place within it stands behind {@code #}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(prefix = "registry-sync.ui", name = "enabled", matchIfMissing = true)
public class UiConfiguration {
    private static final String FOLDER = "io/registrysync/ui/";

    /** Where people see an execution. */
    public static URI execution(URI publicUrl, String basePath, long id) {
        return URI.create(publicUrl + basePath + "/#/executions/" + id);
    }

    /** The document. A host that has a page at its root keeps it. */
    @Bean
    RouterFunction<ServerResponse> registrySyncPages(RegistrySyncProperties properties) {
        String base = properties.basePath();
        Resource document = new ClassPathResource(FOLDER + "index.html");
        RouterFunctions.Builder pages = RouterFunctions.route()
                .GET(base + "/", request -> page(document))
                .GET(base + "/index.html", request -> page(document));
        if (!base.isEmpty()) {
            // Without the slash, what is relative to the document would be looked for beside it.
            pages.GET(
                    base,
                    request -> ServerResponse.permanentRedirect(URI.create(base + "/"))
                            .build());
        }
        return pages.build();
    }

    private static ServerResponse page(Resource document) {
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_HTML)
                .cacheControl(CacheControl.noCache())
                .body(document);
    }

    /** What the document loads: named by content, and so good for ever. */
    @Bean
    WebMvcConfigurer registrySyncAssets(RegistrySyncProperties properties) {
        return new WebMvcConfigurer() {
            @Override
            public void addResourceHandlers(ResourceHandlerRegistry handlers) {
                handlers.addResourceHandler(properties.basePath() + "/assets/**")
                        .addResourceLocations("classpath:/" + FOLDER + "assets/")
                        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365))
                                .cachePublic()
                                .immutable());
            }
        };
    }
}
