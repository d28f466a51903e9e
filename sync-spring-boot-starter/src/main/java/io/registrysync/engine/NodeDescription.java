package io.registrysync.engine;

import io.registrysync.notify.Notifier;
import io.registrysync.registry.Registry;
import io.registrysync.store.Execution;
import io.registrysync.store.Retention;
import io.registrysync.store.Store;
import io.registrysync.sync.SyncListener;
import io.registrysync.sync.SyncState;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a node is made of, and what counts unless somebody says otherwise. The builder of the engine fills it in, on one
 * thread, and says what each of it means; then it is only read.
 */
final class NodeDescription {
    final Store store;
    String name = NodeNames.unique();
    String version = "";
    boolean working = true;
    EngineSettings settings = EngineSettings.DEFAULT;
    InstantSource clock = InstantSource.system();

    @Nullable
    SyncState state;

    Function<String, Registry.Builder> opening = Registry::at;
    Supplier<ZoneId> zone = () -> ZoneOffset.UTC;
    Supplier<Locale> language = () -> Locale.CHINESE;
    SyncListener events = event -> {};
    Supplier<Retention.Policy> retention = () -> Retention.Policy.USUAL;
    Supplier<Notifier> notifier = Notifier::open;
    Function<Execution, Optional<URI>> links = execution -> Optional.empty();
    Consumer<Execution> ended = execution -> {};
    BooleanSupplier room = () -> true;

    NodeDescription(Store store) {
        this.store = store;
    }
}
