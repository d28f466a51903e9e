package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.filter.Flatten;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncFileTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("TOKEN", "s3cret", "HOST", "harbor.example.com", "EMPTY", "");

    /** Every key there is. */
    static final String COMPLETE = """
            version: 1
            registries:
              hub: docker.io
              harbor:
                url: https://${HOST}
                description: production
                username: robot$sync
                password: ${TOKEN}
                insecure: false
                ca: ca.pem
                certificate: client.pem
                key: client.key
                tokenServer: auth.example.com
                proxy: http://proxy.example.com:3128
                concurrency: 6
                requestsPerSecond: 2.5
              file:
                url: http://localhost:5000
                username: me
                passwordFile: /run/secrets/me
            defaults:
              enabled: true
            syncs:
              - name: nginx 镜像
                description: the web server
                source:
                  registry: hub
                  project: library
                  repository: nginx
                targets:
                  - registry: harbor
                    project: [prod, staging]
                    repository: web
                    createProject: private
                  - layout: oci:backup
                images:
                  include: [nginx:*]
                  exclude: ['*:debug', '*:test']
                tags:
                  include: ['^1\\.2[0-9]\\.', 1.20]
                  exclude: .*-alpine,.*-debug
                  semver: '>=1.20 <2'
                  minAge: 3d
                  maxAge: 1y
                  coolDown: 1d12h
                  newest: 10
                  newestBy: pushed
                platforms: [linux/amd64, aarch64, arm/v7]
                index: sparse
                referrers: [application/vnd.cncf.notary.signature]
                digestTags: true
                mapping:
                  flatten: all
                  rename:
                    - match: ^team/(.*)$
                      replace: mirror/$1
                limits:
                  concurrency: 8
                  bandwidth: 50MiB
                  requestsPerSecond: 20
                  retries: 0
                  timeout: 30s
                delete:
                  enabled: true
                  maxPercent: 25
                schedule:
                  cron: 0 2 * * *
                  timeZone: Asia/Shanghai
                notification:
                  enabled: false
                  channels: [ops]
                  when: failed
                enabled: false
            """;

    @TempDir
    Path folder;

    @Test
    void reads_every_key() {
        SyncFile file = parse(COMPLETE);

        assertThat(file.registries()).containsOnlyKeys("hub", "harbor", "file");
        assertThat(file.registries().get("hub")).isEqualTo(RegistrySpec.at("docker.io"));
        assertThat(file.registries().get("harbor"))
                .isEqualTo(new RegistrySpec(
                        "https://harbor.example.com",
                        "production",
                        Optional.of("robot$sync"),
                        Optional.of("${TOKEN}"),
                        Optional.empty(),
                        false,
                        Optional.of("ca.pem"),
                        Optional.of("client.pem"),
                        Optional.of("client.key"),
                        Optional.of("auth.example.com"),
                        Optional.of("http://proxy.example.com:3128"),
                        Optional.of(6),
                        Optional.of(2.5)));
        assertThat(file.syncs())
                .containsExactly(new SyncSpec(
                        "nginx 镜像",
                        "the web server",
                        new Source(
                                Optional.of("hub"),
                                Optional.of("library"),
                                List.of("nginx"),
                                List.of(),
                                Optional.empty()),
                        List.of(
                                new Target(
                                        Optional.of("harbor"),
                                        List.of("prod", "staging"),
                                        Optional.of("web"),
                                        Target.CreateProject.PRIVATE,
                                        Optional.empty()),
                                new Target(
                                        Optional.empty(),
                                        List.of(),
                                        Optional.empty(),
                                        Target.CreateProject.NEVER,
                                        Optional.of("oci:backup"))),
                        new ImageRules(List.of("nginx:*"), List.of("*:debug", "*:test")),
                        new TagRules(
                                List.of("^1\\.2[0-9]\\.", "1.20"),
                                List.of(".*-alpine", ".*-debug"),
                                Optional.of(">=1.20 <2"),
                                Optional.of(Duration.ofDays(3)),
                                Optional.of(Duration.ofDays(365)),
                                Optional.of(Duration.ofHours(36)),
                                10,
                                TagRules.NewestBy.PUSHED),
                        List.of("linux/amd64", "linux/arm64", "linux/arm/v7"),
                        SyncSpec.IndexMode.SPARSE,
                        new Referrers(true, List.of("application/vnd.cncf.notary.signature")),
                        true,
                        new MappingRules(
                                Optional.of(Flatten.ALL), List.of(new MappingRules.Rename("^team/(.*)$", "mirror/$1"))),
                        new Limits(
                                Optional.of(8),
                                Optional.of(50L << 20),
                                Optional.of(20.0),
                                Optional.of(0),
                                Optional.of(Duration.ofSeconds(30))),
                        new Deletion(true, 25),
                        Optional.of(new Schedule("0 2 * * *", "Asia/Shanghai")),
                        new Notification(false, List.of("ops"), Notification.When.FAILED, false, false),
                        false));
    }

    @Test
    void reads_the_least_that_makes_a_sync() {
        SyncSpec sync = sync("source: {registry: hub}", "target: {registry: harbor}");

        assertThat(sync).isEqualTo(SyncSpec.of("one", Source.registry("hub"), Target.registry("harbor")));
    }

    @Test
    void writes_what_reads_back_as_the_same() {
        SyncFile file = parse(COMPLETE);

        assertThat(parse(file.toYaml())).isEqualTo(file);
    }

    @Test
    void never_writes_or_prints_a_password() {
        SyncFile file = parse(COMPLETE);

        assertThat(file.toYaml()).containsPattern("password: .?\\$\\{TOKEN\\}").doesNotContain("s3cret");
        assertThat(file.toString()).doesNotContain("s3cret");
    }

    @Test
    void writes_words_that_yaml_or_we_could_take_for_something_else() {
        for (String name : List.of("no", "1.20", "null", "~", "a: b", "# c", "*d", "${HOST}", "$$", "$", "'\"")) {
            SyncFile file = new SyncFile(
                    Map.of(name, RegistrySpec.at("docker.io").described(name)),
                    List.of(SyncSpec.of(name, Source.registry(name), Target.registry(name))));

            assertThat(parse(file.toYaml())).as(name).isEqualTo(file);
        }
    }

    @Test
    void writes_numbers_without_an_exponent() {
        Limits limits = new Limits(
                Optional.empty(),
                Optional.of(1500L),
                Optional.of(0.0001),
                Optional.empty(),
                Optional.of(Duration.ofMillis(90_500)));
        SyncFile file = new SyncFile(
                Map.of("hub", RegistrySpec.at("docker.io")),
                List.of(SyncSpec.of("one", Source.registry("hub"), Target.registry("hub", "a"))
                        .with(ImageRules.ALL, limits)));

        assertThat(parse(file.toYaml())).isEqualTo(file);
    }

    @Test
    void joins_defaults_with_a_sync_group_by_group() {
        SyncFile file = parse("""
                registries: {hub: docker.io}
                defaults:
                  platforms: [amd64, arm64]
                  tags: {exclude: [alpine, debug], newest: 3}
                  limits: {retries: 5, bandwidth: 50MiB}
                  schedule: {timeZone: Asia/Shanghai}
                  digestTags: true
                syncs:
                  - {name: a, source: {registry: hub}, target: {layout: 'oci:a'}}
                  - name: b
                    source: {registry: hub}
                    target: {layout: 'oci:b'}
                    platforms: []
                    tags: {exclude: rc, include: '^1'}
                    limits: {retries: 2}
                    schedule: 0 3 * * *
                    digestTags: false
                """);

        SyncSpec a = file.syncs().get(0);
        SyncSpec b = file.syncs().get(1);
        assertThat(a.platforms()).containsExactly("linux/amd64", "linux/arm64");
        assertThat(a.tags().exclude()).containsExactly("alpine", "debug");
        assertThat(a.schedule()).isEmpty();
        assertThat(a.digestTags()).isTrue();
        assertThat(b.platforms()).isEmpty();
        assertThat(b.tags().exclude()).containsExactly("rc");
        assertThat(b.tags().include()).containsExactly("^1");
        assertThat(b.tags().newest()).isEqualTo(3);
        assertThat(b.limits().retries()).contains(2);
        assertThat(b.limits().bandwidth()).contains(50L << 20);
        assertThat(b.schedule()).contains(new Schedule("0 3 * * *", "Asia/Shanghai"));
        assertThat(b.digestTags()).isFalse();
    }

    @Test
    void takes_a_crontab_line_alone_as_utc() {
        SyncSpec sync = sync("source: {registry: hub}", "target: {registry: harbor}", "schedule: 0 2 * * *");

        assertThat(sync.schedule()).contains(Schedule.utc("0 2 * * *"));
    }

    @Test
    void reads_referrers_in_each_of_their_forms() {
        assertThat(sync("source: {registry: hub}", "target: {registry: harbor}", "referrers: true")
                        .referrers())
                .isEqualTo(Referrers.ALL);
        assertThat(sync("source: {registry: hub}", "target: {registry: harbor}", "referrers: false")
                        .referrers())
                .isEqualTo(Referrers.NONE);
        assertThat(sync("source: {registry: hub}", "target: {registry: harbor}", "referrers: a/b")
                        .referrers())
                .isEqualTo(new Referrers(true, List.of("a/b")));
    }

    @Test
    void reads_a_list_of_images_as_people_collect_it() {
        SyncSpec sync = sync("""
                source:
                      images: |
                        # base
                        nginx:1.27   # the web server

                        quay.io/team/app@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                """.strip(), "target: {registry: harbor}");

        assertThat(sync.source().images())
                .containsExactly(
                        "nginx:1.27",
                        "quay.io/team/app@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(sync("source: {images: [redis, 'localhost:5000/x:1']}", "target: {registry: harbor}")
                        .source()
                        .images())
                .containsExactly("redis", "localhost:5000/x:1");
    }

    @Test
    void names_the_line_of_an_image_that_is_none() {
        assertThatThrownBy(() -> Source.parseImages("nginx\n\n# x\nUpper/Case:1\n"))
                .hasMessageStartingWith("line 4: ")
                .hasMessageContaining("upper-case");
    }

    @Test
    void splits_one_text_into_patterns_and_leaves_lists_alone() {
        SyncSpec sync = sync(
                "source: {registry: hub}",
                "target: {registry: harbor}",
                "tags: {include: '1\\.{1,3},(a,b), x', exclude: ['{a,b}', 'a,b']}");

        assertThat(sync.tags().include()).containsExactly("1\\.{1,3}", "(a,b)", "x");
        assertThat(sync.tags().exclude()).containsExactly("{a,b}", "a,b");
    }

    @Test
    void fills_in_variables_except_in_patterns() {
        SyncSpec sync = sync(
                "description: ${MISSING:-nobody} on ${HOST}, $$5, ${EMPTY:-was empty}, a$b",
                "source: {registry: hub}",
                "target: {registry: harbor, project: '${MISSING:-prod}'}",
                "tags: {include: '^v${HOST}$', newest: '${MISSING:-3}'}",
                "mapping: {rename: [{match: '(?P<HOST>a)', replace: '${HOST}'}, {match: ^b, replace: ''}]}");

        assertThat(sync.description()).isEqualTo("nobody on harbor.example.com, $5, was empty, a$b");
        assertThat(sync.targets()).containsExactly(Target.registry("harbor", "prod"));
        assertThat(sync.tags().newest()).isEqualTo(3);
        assertThat(sync.tags().include()).containsExactly("^v${HOST}$");
        assertThat(sync.mapping().rename())
                .containsExactly(new MappingRules.Rename("(?P<HOST>a)", "${HOST}"), new MappingRules.Rename("^b", ""));
    }

    @Test
    void reads_a_file_with_a_byte_order_mark() throws IOException {
        Path path = Files.writeString(folder.resolve("syncs.yaml"), "\uFEFFregistries: {hub: docker.io}\n");

        assertThat(SyncFile.read(path, Map.of()).registries()).containsOnlyKeys("hub");
    }

    @Test
    void names_the_file_that_is_not_utf_8() throws IOException {
        Path path = Files.write(folder.resolve("latin.yaml"), "name: \u00e4".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> SyncFile.read(path, Map.of()))
                .isInstanceOf(SyncFileException.class)
                .hasMessage(path + ":1:1: the file is not text in UTF-8; save it as such");
    }

    private static SyncFile parse(String text) {
        return SyncFile.parse("file.yaml", text, ENVIRONMENT);
    }

    private static SyncSpec sync(String... lines) {
        String text = "registries: {hub: docker.io, harbor: harbor.example.com}\nsyncs:\n  - name: one\n    "
                + String.join("\n    ", lines) + "\n";
        return parse(text).syncs().get(0);
    }
}
