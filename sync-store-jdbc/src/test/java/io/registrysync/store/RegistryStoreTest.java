package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.store.StoreException.Kind;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistryStoreTest {
    private static final String CANARY = "canary-0c1d";

    @ParameterizedTest
    @EnumSource
    void gives_the_password_out_by_its_own_question_alone(Databases databases) {
        try (Store store = databases.open(InstantSource.system())) {
            long id = store.registries()
                    .add(Samples.registry("harbor", "harbor.example.com", "robot"), SecretChange.to(CANARY));
            StoredRegistry stored = store.registries().get(id);
            assertThat(stored.hasPassword()).isTrue();
            assertThat(stored.toString()
                            + store.registries().list()
                            + stored.entry().toSpec())
                    .doesNotContain(CANARY);
            assertThat(Samples.rows(store, "SELECT * FROM sync_registry").toString())
                    .doesNotContain(CANARY)
                    .contains("test:");
            assertThat(store.registries().password(id)).contains(CANARY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void does_not_show_a_password_to_another_host(Databases databases) {
        RegistryEntry first = Samples.registry("harbor", "harbor.example.com", "robot");
        List<UnaryOperator<RegistryEntry>> changes = List.of(
                entry -> with(entry, "evil.example.com", entry.username(), false, Optional.empty(), Optional.empty()),
                entry -> with(entry, entry.url(), Optional.of("other"), false, Optional.empty(), Optional.empty()),
                entry -> with(entry, entry.url(), entry.username(), true, Optional.empty(), Optional.empty()),
                entry -> with(
                        entry, entry.url(), entry.username(), false, Optional.of("evil.example.com"), Optional.empty()),
                entry -> with(
                        entry,
                        entry.url(),
                        entry.username(),
                        false,
                        Optional.empty(),
                        Optional.of("http://evil:8080")));
        try (Store store = databases.open(InstantSource.system())) {
            long id = store.registries().add(first, SecretChange.to(CANARY));
            int version = 1;
            for (UnaryOperator<RegistryEntry> change : changes) {
                StoredRegistry changed =
                        store.registries().update(id, version++, change.apply(first), SecretChange.keep());
                assertThat(changed.hasPassword()).as(changed.toString()).isFalse();
                store.registries().update(id, version++, first, SecretChange.to(CANARY));
            }
            RegistryEntry moved =
                    with(first, "new.example.com", first.username(), false, Optional.empty(), Optional.empty());
            store.registries().update(id, version++, moved, SecretChange.to("entered again"));
            assertThat(store.registries().password(id)).contains("entered again");
            store.registries().update(id, version++, moved, SecretChange.keep());
            assertThat(store.registries().password(id)).contains("entered again");
            store.registries().update(id, version, moved, SecretChange.clear());
            assertThat(store.registries().password(id)).isEmpty();
        }
    }

    private static RegistryEntry with(
            RegistryEntry entry,
            String url,
            Optional<String> username,
            boolean insecure,
            Optional<String> tokenServer,
            Optional<String> proxy) {
        return new RegistryEntry(
                entry.name(),
                entry.type(),
                url,
                "",
                username,
                insecure,
                Optional.empty(),
                tokenServer,
                proxy,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    @ParameterizedTest
    @EnumSource
    void changes_its_name_in_the_tasks_that_use_it(Databases databases) {
        try (Store store = databases.open(InstantSource.system())) {
            Task before = Samples.task(store, "nightly", "");
            StoredRegistry registry = store.registries().named("src").orElseThrow();
            store.registries()
                    .update(
                            registry.id(),
                            registry.version(),
                            RegistryEntry.at("生产 'src'", registry.entry().url()),
                            SecretChange.keep());
            Task after = store.tasks().get(before.id());
            assertThat(after.entry().spec().source().registry()).contains("生产 'src'");
            assertThat(after.version()).isEqualTo(before.version() + 1);
            assertThat(after.entry().spec()).isEqualTo(before.entry().spec().renamingRegistry("src", "生产 'src'"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void stays_while_tasks_use_it(Databases databases) {
        try (Store store = databases.open(InstantSource.system())) {
            Task first = Samples.task(store, "nightly", "");
            Task second = Samples.task(store, "weekly", "");
            long id = store.registries().named("dst").orElseThrow().id();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.registries().delete(id))
                    .withMessage("the registry is used by the tasks nightly, weekly; change or delete them first")
                    .returns(Kind.IN_USE, StoreException::kind);
            store.tasks().delete(first.id());
            store.tasks().delete(second.id());
            store.registries().delete(id);
            assertThat(store.registries().named("dst")).isEmpty();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.registries().delete(id))
                    .returns(Kind.NOT_FOUND, StoreException::kind);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refuses_a_change_of_what_somebody_else_has_changed(Databases databases) {
        try (Store store = databases.open(InstantSource.system())) {
            long id = store.registries().add(RegistryEntry.at("a", "a.example.com"), SecretChange.keep());
            store.registries().update(id, 1, RegistryEntry.at("a", "b.example.com"), SecretChange.keep());
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.registries()
                            .update(id, 1, RegistryEntry.at("late", "c.example.com"), SecretChange.to("x")))
                    .returns(Kind.CHANGED, StoreException::kind);
            assertThat(store.registries().get(id).entry()).isEqualTo(RegistryEntry.at("a", "b.example.com"));
            assertThat(store.registries().password(id)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keeps_names_as_they_are_written(Databases databases) {
        List<String> names = List.of(
                "生产环境",
                "🚢 harbor",
                "it's \"quoted\"",
                "'; DROP TABLE sync_registry; --",
                "100%_sure",
                "${HOME} $$ :name <ids>");
        try (Store store = databases.open(InstantSource.system())) {
            for (String name : names) {
                long id = store.registries()
                        .add(Samples.registry(name, "a.example.com", name.substring(0, 2)), SecretChange.to(name));
                assertThat(store.registries().named(name).orElseThrow().id()).isEqualTo(id);
                assertThat(store.registries().password(id)).contains(name);
            }
            assertThat(store.registries().list())
                    .extracting(StoredRegistry::name)
                    .containsExactlyInAnyOrderElementsOf(names);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.registries().add(RegistryEntry.at("生产环境", "b"), SecretChange.keep()))
                    .withMessage("another registry is called 生产环境")
                    .returns(Kind.NAME_TAKEN, StoreException::kind);
        }
    }
}
