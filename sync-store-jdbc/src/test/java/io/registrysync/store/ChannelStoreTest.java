package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.store.StoreException.Kind;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChannelStoreTest {
    private static final ChannelEntry OPS =
            new ChannelEntry("运维 ops", "dingtalk", Map.of("language", "zh", "at", "'all' \"🔔\""), true);

    @ParameterizedTest
    @EnumSource
    void keeps_settings_in_clear_and_secrets_sealed(Databases databases) {
        try (Store store = databases.open(InstantSource.system())) {
            long id = store.channels().add(OPS, Map.of("url", "https://canary.example.com/k", "sign", "canary"));
            StoredChannel stored = store.channels().named("运维 ops").orElseThrow();
            assertThat(stored.id()).isEqualTo(id);
            assertThat(stored.entry()).isEqualTo(OPS);
            assertThat(stored.secretNames()).containsExactlyInAnyOrder("url", "sign");
            assertThat(stored
                            + Samples.rows(store, "SELECT * FROM sync_channel").toString())
                    .doesNotContain("canary");
            assertThat(store.channels().secrets(id))
                    .isEqualTo(Map.of("url", "https://canary.example.com/k", "sign", "canary"));
            long bare = store.channels().add(new ChannelEntry("bare", "webhook", Map.of(), false), Map.of());
            assertThat(store.channels().secrets(bare)).isEmpty();
            assertThat(store.channels().list()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void changes_the_secrets_that_are_mentioned(Databases databases) {
        try (Store store = databases.open(InstantSource.system())) {
            long id = store.channels().add(OPS, Map.of("url", "u1", "sign", "s1", "old", "o1"));
            Map<String, SecretChange> changes =
                    Map.of("sign", SecretChange.to("s2"), "old", SecretChange.clear(), "new", SecretChange.to("n2"));
            StoredChannel changed = store.channels().update(id, 1, OPS, changes);
            assertThat(changed.version()).isEqualTo(2);
            assertThat(changed.secretNames()).containsExactlyInAnyOrder("url", "sign", "new");
            assertThat(store.channels().secrets(id)).isEqualTo(Map.of("url", "u1", "sign", "s2", "new", "n2"));
            store.channels().update(id, 2, OPS, Map.of());
            assertThat(store.channels().secrets(id)).isEqualTo(Map.of("url", "u1", "sign", "s2", "new", "n2"));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.channels().update(id, 2, OPS, Map.of("url", SecretChange.to("late"))))
                    .returns(Kind.CHANGED, StoreException::kind);
            assertThat(store.channels().secrets(id)).containsEntry("url", "u1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void takes_secrets_entered_anew_where_the_key_is_lost(Databases databases) {
        String url = databases.fresh();
        long id;
        try (Store store = Databases.open(url, InstantSource.system())) {
            id = store.channels().add(OPS, Map.of("url", "u1", "sign", "s1"));
        }
        KeyRing other = KeyRing.parse("new:YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=");
        try (Store store = Store.at(url).credentials("sync", "").keys(other).open()) {
            assertThat(store.channels().list()).hasSize(1);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.channels().update(id, 1, OPS, Map.of("url", SecretChange.to("u2"))))
                    .withMessage("the secret of channel " + id
                            + " is sealed with the key test, which is not among the keys given");
            store.channels().update(id, 1, OPS, Map.of("url", SecretChange.to("u2"), "sign", SecretChange.to("s2")));
            assertThat(store.channels().secrets(id)).isEqualTo(Map.of("url", "u2", "sign", "s2"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void is_renamed_in_tasks_and_stays_while_they_use_it(Databases databases) {
        try (Store store = databases.open(InstantSource.system())) {
            long id = store.channels().add(new ChannelEntry("ops", "wecom", Map.of(), true), Map.of());
            Task task = Samples.task(store, "nightly", "notification: {channels: [ops]}\n");
            store.channels().update(id, 1, new ChannelEntry("alerts", "wecom", Map.of(), true), Map.of());
            assertThat(store.tasks()
                            .get(task.id())
                            .entry()
                            .spec()
                            .notification()
                            .channels())
                    .containsExactly("alerts");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.channels().delete(id))
                    .withMessage("the channel is used by the task nightly; change or delete it first")
                    .returns(Kind.IN_USE, StoreException::kind);
            store.channels().setEnabled(id, false);
            assertThat(store.channels().get(id).entry().enabled()).isFalse();
            store.tasks().delete(task.id());
            store.channels().delete(id);
            assertThat(store.channels().list()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void has_a_name_of_its_own(Databases databases) {
        try (Store store = databases.open(InstantSource.system())) {
            store.channels().add(OPS, Map.of());
            long other = store.channels().add(new ChannelEntry("other", "wecom", Map.of(), true), Map.of());
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.channels().update(other, 1, OPS, Map.of()))
                    .withMessage("another channel is called 运维 ops");
        }
    }
}
