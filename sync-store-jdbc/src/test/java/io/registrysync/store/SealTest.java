package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.store.StoreException.Kind;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealTest {
    private static final String OLD = "test:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String NEW = "new:YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=";

    @ParameterizedTest
    @EnumSource
    void changes_the_key_of_all_secrets(Databases databases) {
        String url = databases.fresh();
        long registry;
        long channel;
        try (Store store = open(url, OLD)) {
            registry = store.registries().add(Samples.registry("a", "a.example.com", "me"), SecretChange.to("secret"));
            store.registries().add(RegistryEntry.at("b", "b.example.com"), SecretChange.keep());
            channel = store.channels().add(new ChannelEntry("c", "wecom", Map.of(), true), Map.of("url", "hidden"));
            store.channels().add(new ChannelEntry("d", "wecom", Map.of(), true), Map.of());
        }
        try (Store store = open(url, NEW + "," + OLD)) {
            assertThat(store.registries().password(registry)).contains("secret");
            assertThat(store.reseal()).isEqualTo(2);
            assertThat(store.reseal()).isZero();
        }
        try (Store store = open(url, NEW)) {
            assertThat(store.registries().password(registry)).contains("secret");
            assertThat(store.channels().secrets(channel)).isEqualTo(Map.of("url", "hidden"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void says_which_key_is_missing_and_changes_nothing(Databases databases) {
        String url = databases.fresh();
        long first;
        long second;
        try (Store store = open(url, OLD)) {
            first = store.registries().add(Samples.registry("a", "a.example.com", "me"), SecretChange.to("one"));
        }
        try (Store store = open(url, "lost:MTEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")) {
            second = store.registries().add(Samples.registry("b", "b.example.com", "me"), SecretChange.to("two"));
        }
        try (Store store = open(url, NEW + "\n" + OLD)) {
            String before = Samples.rows(store, "SELECT password FROM sync_registry ORDER BY id")
                    .toString();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(store::reseal)
                    .withMessage("the secret of registry " + second
                            + " is sealed with the key lost, which is not among the keys given")
                    .returns(Kind.CONFIGURATION, StoreException::kind);
            assertThat(Samples.rows(store, "SELECT password FROM sync_registry ORDER BY id")
                            .toString())
                    .isEqualTo(before);
            assertThat(store.registries().password(first)).contains("one");
        }
    }

    @ParameterizedTest
    @EnumSource
    void opens_a_secret_in_its_own_place_alone(Databases databases) {
        try (Store store = databases.open(InstantSource.system())) {
            long first = store.registries().add(Samples.registry("a", "a.example.com", "me"), SecretChange.to("one"));
            long second = store.registries().add(Samples.registry("b", "b.example.com", "me"), SecretChange.to("two"));
            Samples.execute(
                    store,
                    "UPDATE sync_registry SET password = (SELECT password FROM sync_registry WHERE id = " + first
                            + ") WHERE id = " + second);
            assertThat(store.registries().password(first)).contains("one");
            assertDamaged(store, second);

            Samples.execute(store, "UPDATE sync_registry SET password = 'test:!!' WHERE id = " + first);
            assertDamaged(store, first);
            Samples.execute(store, "UPDATE sync_registry SET password = 'test:AAAA' WHERE id = " + first);
            assertDamaged(store, first);
        }
    }

    private static void assertDamaged(Store store, long id) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.registries().password(id))
                .withMessageStartingWith("the secret of registry " + id + " cannot be opened: it was changed")
                .returns(Kind.CONFIGURATION, StoreException::kind);
    }

    @ParameterizedTest
    @EnumSource
    void seals_the_same_secret_differently_each_time(Databases databases) {
        try (Store store = databases.open(InstantSource.system())) {
            store.registries().add(Samples.registry("a", "a.example.com", "me"), SecretChange.to("same"));
            store.registries().add(Samples.registry("b", "b.example.com", "me"), SecretChange.to("same"));
            assertThat(Samples.rows(store, "SELECT password FROM sync_registry"))
                    .doesNotHaveDuplicates();
        }
    }

    private static Store open(String url, String keys) {
        return Store.at(url).credentials("sync", "").keys(KeyRing.parse(keys)).open();
    }
}
