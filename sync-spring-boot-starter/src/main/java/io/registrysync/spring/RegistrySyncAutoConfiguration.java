package io.registrysync.spring;

import io.registrysync.engine.SyncEngine;
import io.registrysync.notify.Notifier;
import io.registrysync.registry.Registry;
import io.registrysync.spring.operation.OperationConfiguration;
import io.registrysync.spring.operation.Vitals;
import io.registrysync.spring.security.SecurityConfiguration;
import io.registrysync.spring.security.SecuritySettings;
import io.registrysync.spring.ui.UiConfiguration;
import io.registrysync.spring.web.WebConfiguration;
import io.registrysync.store.KeyRing;
import io.registrysync.store.Store;
import io.registrysync.sync.SyncListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Puts Registry Sync together. Each bean steps back where the application brings its own. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(prefix = "registry-sync", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(RegistrySyncProperties.class)
@Import({WebConfiguration.class, SecurityConfiguration.class, OperationConfiguration.class, UiConfiguration.class})
public class RegistrySyncAutoConfiguration {
    /** What secrets are sealed with. */
    @Bean
    @ConditionalOnMissingBean
    KeyRing registrySyncKeys(RegistrySyncProperties properties) {
        return Optional.ofNullable(properties.keys())
                .map(KeyRing::parse)
                .orElseGet(() -> KeyRing.inFile(properties.data().resolve("secret.key")));
    }

    /** Everything that is kept. */
    @Bean
    @ConditionalOnMissingBean
    Store registrySyncStore(RegistrySyncProperties properties, KeyRing keys, ObjectProvider<DataSource> host) {
        RegistrySyncProperties.Database database = properties.database();
        if (database.host()) {
            return Store.in(host.getObject()).keys(keys).open();
        }
        Path file = properties.data().resolve("registry-sync.db");
        Store.Builder builder = Store.at(Optional.ofNullable(database.url()).orElse("jdbc:sqlite:" + file))
                .keys(keys);
        if (database.username() != null) {
            builder.credentials(
                    database.username(),
                    Optional.ofNullable(database.password()).orElse(""));
        }
        return builder.open();
    }

    /** What may be changed while it runs. */
    @Bean
    @ConditionalOnMissingBean
    SyncSettings registrySyncSettings(Store store, RegistrySyncProperties properties) {
        return new SyncSettings(store.settings(), properties);
    }

    /** Who sends messages. */
    @Bean
    @ConditionalOnMissingBean
    Notifier registrySyncNotifier(SecuritySettings security) {
        return Notifier.builder()
                .allowPrivateAddresses(security.allowPrivateAddresses())
                .open();
    }

    /** The node of this process. */
    @Bean
    @ConditionalOnMissingBean
    SyncEngine registrySyncEngine(
            Store store,
            RegistrySyncProperties properties,
            SyncSettings settings,
            Notifier notifier,
            ObjectProvider<RegistrySyncCustomizer> customizers,
            ObjectProvider<SyncListener> listeners,
            ApplicationEventPublisher events) {
        Function<String, Registry.Builder> opening = address -> {
            Registry.Builder registry = Registry.at(address).userAgent("registry-sync");
            customizers.orderedStream().forEach(customizer -> customizer.registry(registry));
            return registry;
        };
        List<SyncListener> hearing = listeners.orderedStream().toList();
        SyncEngine.Builder engine = SyncEngine.on(store)
                .settings(properties.scheduler().settings())
                .version(ProductVersion.NUMBER)
                .zone(settings::zone)
                .language(settings::language)
                .events(event -> hearing.forEach(listener -> listener.on(event)))
                .reaching(opening)
                .retention(settings::retention)
                .notifier(() -> notifier)
                .room(() -> Vitals.hasRoom(properties.data()))
                .links(execution -> settings.publicUrl()
                        .map(url -> UiConfiguration.execution(url, properties.basePath(), execution.id())))
                .ended(execution -> events.publishEvent(new ExecutionEnded(execution)));
        Optional.ofNullable(properties.scheduler().node()).ifPresent(engine::name);
        if (!properties.scheduler().enabled()) {
            engine.watching();
        }
        customizers.orderedStream().forEach(customizer -> customizer.engine(engine));
        return engine.open();
    }
}
