package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistriesYamlTest {
    private static final String SOURCE_AND_TARGET = """
            registries:
              # 源仓库配置（通常是公共仓库）
              source:
                url: "docker.io"
                username: ""
                password: ""
                namespace: "library"
              target:
                url: "harbor.example.com"
                username: "admin"
                password: "Harbor12345"
                namespace: "mirror"
            sync_config:
              batch_size: 5
              retry_count: 3
              timeout: 300
              parallel_downloads: 2
            image_filters:
              include_patterns:
                - "nginx:*"
                - "node:18.*"
              exclude_patterns:
                - "*:rc*"
            logging:
              level: "INFO"
              format: "%(asctime)s - %(message)s"
            """;

    @TempDir
    Path folder;

    @Test
    void makes_one_sync_of_source_and_target() {
        Imported imported = read(SOURCE_AND_TARGET);

        assertThat(imported.file().registries())
                .isEqualTo(Map.of(
                        "source",
                        RegistrySpec.at("docker.io"),
                        "target",
                        RegistrySpec.at("harbor.example.com").login("admin", "${TARGET_PASSWORD}")));
        assertThat(imported.file().syncs())
                .containsExactly(SyncSpec.of(
                                "source-to-target",
                                Source.project("source", "library"),
                                Target.registry("target", "mirror"))
                        .with(
                                new ImageRules(List.of("nginx:*", "node:18.*"), List.of("*:rc*")),
                                new Limits(
                                        Optional.of(2),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(3),
                                        Optional.of(Duration.ofMinutes(5)))));
        assertThat(imported.remarks())
                .containsExactly(
                        "target: the password was not copied; set the environment variable TARGET_PASSWORD",
                        "sync_config.batch_size was not taken over: images are not copied in batches; limits.concurrency"
                                + " says how many blobs move at a time",
                        "logging is not part of a sync; see the options -v and -q, and the settings of the server");
    }

    @Test
    void makes_a_file_that_reads_back_and_holds_no_password() throws IOException {
        Path file = Files.writeString(folder.resolve("registries.yaml"), SOURCE_AND_TARGET);

        Imported imported = Imported.registriesYaml(file);

        assertThat(imported.toString() + imported.file().toYaml()).doesNotContain("Harbor12345");
        assertThat(SyncFile.parse("new", imported.file().toYaml(), Map.of("TARGET_PASSWORD", "x")))
                .isEqualTo(imported.file());
    }

    @Test
    void reads_a_list_of_named_registries() {
        Imported imported = read("""
                registries:
                  - name: "Harbor私服"
                    type: "harbor"
                    url: "harbor.example.com"
                    username: "admin"
                    password: "Harbor12345"
                    project: "library"
                    description: "Harbor私有仓库"
                    active: true
                  - name: "Nexus私服"
                    type: "nexus"
                    url: "http://nexus.example.com:8082"
                    username: "nexus-user"
                    password: ${NEXUS}
                    repository: "docker-hosted"
                image_filters:
                  include_patterns: ["nginx:*"]
                sync_config: {retry_count: 3}
                """);

        assertThat(imported.file().registries())
                .isEqualTo(Map.of(
                        "Harbor私服",
                        RegistrySpec.at("harbor.example.com")
                                .described("Harbor私有仓库")
                                .login("admin", "${REGISTRY_1_PASSWORD}"),
                        "Nexus私服",
                        RegistrySpec.at("http://nexus.example.com:8082").login("nexus-user", "${NEXUS}")));
        assertThat(imported.file().syncs()).isEmpty();
        assertThat(imported.remarks())
                .containsExactly(
                        "Harbor私服: active was not taken over",
                        "Harbor私服: the password was not copied; set the environment variable REGISTRY_1_PASSWORD",
                        "Harbor私服: write its project \"library\" into the target of a sync",
                        "Nexus私服: write its project \"docker-hosted\" into the target of a sync",
                        "image_filters were not taken over: they belong to a sync, and the file does not say which"
                                + " registry is the source; write them as the sync's images",
                        "sync_config was not taken over: write it as the limits of a sync");
    }

    @Test
    void reads_registries_at_the_top_and_by_their_keys() {
        Imported imported = read("""
                registries:
                  local: {name: files, type: local_file}
                aliyun_acr_example:
                  name: "阿里云ACR"
                  url: "registry.cn-hangzhou.aliyuncs.com"
                  username: "your-username"
                  password: "your-password"
                users: {admin: {password_hash: x}}
                """);

        assertThat(imported.file().registries())
                .isEqualTo(Map.of(
                        "阿里云ACR",
                        RegistrySpec.at("registry.cn-hangzhou.aliyuncs.com")
                                .login("your-username", "${ALIYUN_ACR_EXAMPLE_PASSWORD}")));
        assertThat(imported.remarks())
                .containsExactly(
                        "files was left out: it has no url",
                        "阿里云ACR: the password was not copied; set the environment variable"
                                + " ALIYUN_ACR_EXAMPLE_PASSWORD",
                        "users was not taken over: there is nothing like it in a sync file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "registries: {a: {url: 'b/c'}}         | 1:23: url: \"b/c\" has a path",
                "registries: {a: {url: b, namespace: Up}} | 1:17: 'Up' is not a repository name",
                "registries: {a: {url: b, username: 'x:y', password: p}} | 1:17: a user name has no colon",
                "registries: {a: b}                    | 1:17: a must be a group of keys",
                "registries: a                         | 1:13: registries must be a list or keys",
                "sync_config: {retry_count: x}         | 1:28: retry_count: \"x\" is not a whole number",
                "users: {}                             | 1:1: no registry with a url was found",
                "[]                                    | 1:1: this is not a registries.yaml",
            })
    void refuses(String text, String problem) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(SyncFileException.class)
                .hasMessageStartingWith("registries.yaml:" + problem);
    }

    private static Imported read(String text) {
        return Imported.registriesYaml("registries.yaml", text);
    }
}
