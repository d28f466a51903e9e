package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.spec.SyncFile;
import io.registrysync.spec.SyncFileException;
import io.registrysync.store.Exchange.Item;
import io.registrysync.store.Exchange.Mode;
import io.registrysync.store.Exchange.Outcome;
import io.registrysync.store.Exchange.Result;
import io.registrysync.store.StoreException.Kind;
import io.registrysync.store.TaskEntry.Overlap;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExchangeTest {
    private static final String CANARY = "canary-51fe";

    @ParameterizedTest
    @EnumSource
    void reads_back_what_it_wrote(Databases databases) {
        Exchange.Export export;
        try (Store store = databases.open(InstantSource.system())) {
            fill(store);
            export = store.exchange().export();
        }
        assertThat(export.yaml()).doesNotContain(CANARY, "PEM");
        assertThat(export.warnings())
                .containsExactly(
                        "registry 生产 ${A} 'b': its certificate is not in the file; write it beside the file, and its path"
                                + " as ca",
                        "registry 生产 ${A} 'b': the file does not say how many repositories it takes at once",
                        "registry 生产 ${A} 'b': the file does not say that it is disabled",
                        "task 每晚 \"nightly\": its priority, parallelism and overlap are not in the file");
        try (Store store = databases.open(InstantSource.system())) {
            store.channels().add(new ChannelEntry("运维", "wecom", Map.of(), true), Map.of());
            Result result = store.exchange().load(export.yaml(), Map.of(), Mode.SKIP);
            assertThat(result.items()).hasSize(6).allMatch(item -> item.outcome() == Outcome.ADDED);
            assertThat(store.exchange().export().yaml()).isEqualTo(export.yaml());
            assertThat(store.tasks().named("off").orElseThrow().enabled()).isFalse();
            assertThat(store.tasks().named("每晚 \"nightly\"").orElseThrow().nextRunAt())
                    .isPresent();
        }
    }

    private static void fill(Store store) {
        store.channels().add(new ChannelEntry("运维", "wecom", Map.of("k", "v"), true), Map.of("url", CANARY));
        RegistryEntry full = new RegistryEntry(
                "生产 ${A} 'b'",
                "harbor",
                "http://harbor.example.com:8080",
                "it's $HOME: #1",
                Optional.of("robot$sync"),
                true,
                Optional.of("PEM"),
                Optional.of("auth.example.com"),
                Optional.of("http://proxy:3128"),
                Optional.of(3),
                Optional.of(2.5),
                Optional.of(7),
                false);
        store.registries().add(full, SecretChange.to(CANARY));
        store.registries().add(Samples.registry("测试", "test.example.com", "me"), SecretChange.to(CANARY));
        Task task = Samples.task(store, "每晚 \"nightly\"", """
                schedule: {cron: '0 2 * * *'}
                notification: {channels: [运维], when: failed}
                tags: {include: ['v*'], newest: 3}
                platforms: [linux/amd64]
                """);
        store.tasks()
                .update(task.id(), task.version(), new TaskEntry(task.entry().spec(), 5, 9, Overlap.QUEUE));
        Samples.task(store, "off", "enabled: false\nschedule: {cron: '0 3 * * *'}\n");
    }

    @ParameterizedTest
    @EnumSource
    void gives_each_password_a_variable_of_its_own(Databases databases) {
        String yaml;
        try (Store store = databases.open(InstantSource.system())) {
            for (String name : List.of("a.b", "a-b", "生产", "测试")) {
                store.registries().add(Samples.registry(name, "x.example.com", "me"), SecretChange.to(CANARY));
            }
            yaml = store.exchange().export().yaml();
        }
        Map<String, String> passwords =
                Map.of("A_B_PASSWORD", "one", "A_B_PASSWORD_2", "two", "REGISTRY_PASSWORD", "three");
        assertThat(SyncFile.parseWithoutPasswords("test", yaml, Map.of())
                        .registries()
                        .values())
                .extracting(spec -> spec.password().orElseThrow())
                .doesNotHaveDuplicates();
        try (Store store = databases.open(InstantSource.system())) {
            Result result = store.exchange().load(yaml, passwords, Mode.SKIP);
            assertThat(password(store, "a-b")).contains("one");
            assertThat(password(store, "a.b")).contains("two");
            assertThat(password(store, "生产")).isEmpty();
            assertThat(password(store, "测试")).contains("three");
            assertThat(result.warnings()).containsExactly("registry 生产: it has no password here; enter it");
        }
    }

    private static Optional<String> password(Store store, String name) {
        return store.registries()
                .password(store.registries().named(name).orElseThrow().id());
    }

    @ParameterizedTest
    @EnumSource
    void skips_or_replaces_what_is_there(Databases databases) {
        String yaml = """
                registries:
                  src: {url: src.example.com, username: me, password: '${SRC_PASSWORD}'}
                  dst: {url: elsewhere.example.com, username: me, password: '${DST_PASSWORD}'}
                syncs:
                  - name: nightly
                    description: from the file
                    source: {registry: src}
                    targets: [{registry: dst}]
                    enabled: false
                """;
        try (Store store = databases.open(InstantSource.system())) {
            long src = store.registries().add(Samples.registry("src", "src.example.com", "me"), SecretChange.to("s"));
            long dst = store.registries().add(Samples.registry("dst", "dst.example.com", "me"), SecretChange.to("d"));
            Task task = Samples.task(store, "nightly", "schedule: {cron: '0 2 * * *'}\n");
            store.tasks().update(task.id(), 1, new TaskEntry(task.entry().spec(), 5, 9, Overlap.QUEUE));

            Result told = store.exchange().rehearse(yaml, Map.of("SRC_PASSWORD", "new"), Mode.REPLACE);
            assertThat(told.items()).allMatch(item -> item.outcome() == Outcome.REPLACED);
            assertThat(told.warnings()).containsExactly("registry dst: it has no password here; enter it");
            assertThat(store.registries().password(dst)).contains("d");
            assertThat(store.tasks().get(task.id()).version()).isEqualTo(2);

            assertThat(store.exchange()
                            .load(yaml, Map.of("SRC_PASSWORD", "new"), Mode.SKIP)
                            .items())
                    .containsExactly(
                            new Item(false, "src", Outcome.SKIPPED, ""),
                            new Item(false, "dst", Outcome.SKIPPED, ""),
                            new Item(true, "nightly", Outcome.SKIPPED, ""));
            assertThat(store.registries().get(dst).entry().url()).isEqualTo("dst.example.com");
            assertThat(store.registries().password(src)).contains("s");

            Result replaced = store.exchange().load(yaml, Map.of("SRC_PASSWORD", "new"), Mode.REPLACE);
            assertThat(replaced.items()).allMatch(item -> item.outcome() == Outcome.REPLACED);
            assertThat(store.registries().password(src)).contains("new");
            // A password goes to no host that a file has chosen.
            assertThat(store.registries().password(dst)).isEmpty();
            assertThat(replaced.warnings()).containsExactly("registry dst: it has no password here; enter it");
            Task after = store.tasks().get(task.id());
            assertThat(after.entry().spec().description()).isEqualTo("from the file");
            assertThat(after.entry().priority()).isEqualTo(5);
            assertThat(after.entry().overlap()).isEqualTo(Overlap.QUEUE);
            assertThat(after.enabled()).isFalse();
            assertThat(after.nextRunAt()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keeps_a_password_whose_variable_is_missing(Databases databases) {
        try (Store store = databases.open(InstantSource.system())) {
            long id = store.registries().add(Samples.registry("a", "a.example.com", "me"), SecretChange.to("kept"));
            String yaml = store.exchange().export().yaml();
            assertThat(store.exchange()
                            .load(yaml, Map.of("A_PASSWORD", ""), Mode.REPLACE)
                            .warnings())
                    .isEmpty();
            assertThat(store.registries().password(id)).contains("kept");
        }
    }

    @ParameterizedTest
    @EnumSource
    void says_what_it_cannot_take_over(Databases databases) {
        String yaml = """
                registries:
                  src: {url: src.example.com, ca: /etc/ca.pem, certificate: c.pem, key: k.pem}
                  dst: {url: dst.example.com, username: me, passwordFile: /etc/shadow}
                syncs:
                  - name: with channel
                    source: {registry: src}
                    targets: [{registry: dst}]
                    notification: {channels: [nobody]}
                  - name: to a folder
                    source: {registry: src}
                    targets: [{layout: oci:./images}]
                """;
        try (Store store = databases.open(InstantSource.system())) {
            Result result = store.exchange().load(yaml, Map.of(), Mode.SKIP);
            assertThat(result.items())
                    .extracting(Item::outcome)
                    .containsExactly(Outcome.ADDED, Outcome.ADDED, Outcome.ADDED, Outcome.REFUSED);
            assertThat(result.items().get(3).reason()).startsWith("a task copies between registries");
            assertThat(result.warnings())
                    .containsExactly(
                            "registry src: ca is a file that is not read here; enter the certificate's text",
                            "registry src: certificate and key are files that are not read here; they are left out",
                            "registry dst: it has no password here; enter it",
                            "task with channel: there is no channel nobody here; add it, and name it in the task");
            assertThat(store.registries().named("dst").orElseThrow().hasPassword())
                    .isFalse();
            assertThat(store.tasks().list()).extracting(Task::name).containsExactly("with channel");
        }
    }

    @ParameterizedTest
    @EnumSource
    void takes_all_of_a_file_or_nothing(Databases databases) {
        try (Store store = databases.open(InstantSource.system())) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.exchange().export())
                    .returns(Kind.WRONG_STATE, StoreException::kind);
            assertThatExceptionOfType(SyncFileException.class)
                    .isThrownBy(() -> store.exchange().load("registries: {a: 1.2.3.4.5:x}", Map.of(), Mode.SKIP));
            String tooLong = "registries: {a: a.example.com, b: {url: b.example.com, proxy: 'http://" + "x".repeat(400)
                    + ":1'}}";
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> store.exchange().load(tooLong, Map.of(), Mode.SKIP));
            assertThat(store.registries().list()).isEmpty();
        }
    }
}
