package io.registrysync.spring.server;

import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.StoredRegistry;
import io.registrysync.store.TaskEntry;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Two registries in this process and a task between them, for whoever wants to see a real run without a registry or a
 * network. They keep nothing: with the process their images are gone.
 */
@Component
@ConditionalOnProperty("registry-sync.demo")
final class Demo implements InitializingBean, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final String SOURCE = "demo-source";
    private static final String TARGET = "demo-target";
    private static final String TASK = "demo";

    private final Store store;
    private final StrictRegistry source = StrictRegistry.start();
    private final StrictRegistry target = StrictRegistry.start();

    Demo(Store store) {
        this.store = store;
    }

    @Override
    public void afterPropertiesSet() {
        int image = 0;
        for (String repository : List.of("shop/web", "shop/api", "tools/backup")) {
            for (String tag : List.of("1.25.0", "1.25.3", "1.26.0", "1.26.0-rc1", "latest")) {
                source.seed(repository, tag, Images.multiPlatform(++image, "linux/amd64", "linux/arm64"));
            }
        }
        put(SOURCE, source);
        put(TARGET, target);
        if (store.tasks().named(TASK).isEmpty()) {
            store.tasks().add(TaskEntry.of(task()));
        }
        LOG.info("demo: the registries {} and {} are in this process, and end with it", SOURCE, TARGET);
    }

    /** The ports are others each time. */
    private void put(String name, StrictRegistry registry) {
        RegistryEntry entry = RegistryEntry.at(name, registry.uri().toString());
        Optional<StoredRegistry> before = store.registries().named(name);
        if (before.isPresent()) {
            store.registries().update(before.get().id(), before.get().version(), entry, SecretChange.keep());
        } else {
            store.registries().add(entry, SecretChange.keep());
        }
    }

    private static SyncSpec task() {
        return SyncSpec.parse(TASK, """
                name: demo
                description: Copies what the demo's source has, without release candidates
                source: {registry: demo-source}
                target: {registry: demo-target, project: mirror}
                tags: {exclude: ['-rc']}
                """);
    }

    @Override
    public void destroy() {
        source.close();
        target.close();
    }
}
