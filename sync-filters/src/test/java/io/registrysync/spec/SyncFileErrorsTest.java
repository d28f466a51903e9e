package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyncFileErrorsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "s3cret", "EMPTY", "");

    @Test
    void says_everything_at_once_in_the_order_of_the_file() {
        String text = """
                registries:
                  hub: docker.io
                  harbor: {url: 'https://harbor.example.com/v2', pasword: x}
                syncs:
                  - name: one
                    source: {registry: hubb, repository: Library/nginx}
                    targets:
                      - {registry: harbor, project: prod}
                    tag: {newest: 3}
                    tags: {newest: many, minAge: 3 days}
                    platforms: [linux/amd64, 'a b']
                    schedule: 0 2 32 * *
                """;

        assertThat(problems(text))
                .containsExactly(
                        "file.yaml:3:17: url: \"https://harbor.example.com/v2\" has a path; write host[:port], and what"
                                + " follows as the project of a sync",
                        "file.yaml:3:50: unknown key \"pasword\" in registries.harbor; did you mean \"password\"?",
                        "file.yaml:6:24: registry: no registry \"hubb\" is described; did you mean \"hub\"?",
                        "file.yaml:6:42: repository: 'Library/nginx' is not a repository name (upper-case letters are"
                                + " not allowed)",
                        "file.yaml:9:5: unknown key \"tag\" in syncs[0]; did you mean \"tags\"?",
                        "file.yaml:10:20: newest: \"many\" is not a whole number from 0 to 1000000",
                        "file.yaml:10:34: minAge: \"3 days\" is not a span of time; write 500ms, 30s, 12h, 3d, 2w or 1y",
                        "file.yaml:11:30: platforms: 'a b' is not a platform ([os/]architecture[/variant], such as"
                                + " linux/arm/v7)",
                        "file.yaml:12:15: schedule.cron: day of the month: \"32\" is not within 1 to 31"
                                .replace("schedule.cron", "cron"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "source: {}                                  | 4:13: a source is one of registry, images and layout, not 0",
                "source: {registry: hub, images: [a]}        | 4:13: a source is one of registry, images and layout, not 2",
                "source: {layout: 'oci:a', project: b}       | 4:13: project and repositories are those of a registry",
                "source: {layout: 'tar:a'}                   | 4:22: layout: \"tar:a\" is none of oci:FOLDER",
                "source: {images: [nginx, 'a:b:c']}          | 4:30: images: ",
                "source: {images: []}                        | 4:13: a source is one of registry, images and layout, not 0",
                "source: {registry: hub, repository: a, repositories: [b]} | 4:13: repository and repositories are both",
                "source: hub                                 | 4:13: source must be a group of keys, not a single value",
                "source: [hub]                               | 4:13: source must be a group of keys, not a list",
                "source:                                     | 4:12: source must be a group of keys, not nothing",
                "source: {registry: [hub]}                   | 4:24: registry must be the name of a registry, not a list",
                "source: {registry: ''}                      | 4:24: registry: empty; leave the key out",
                "source: {registry: ~}                       | 4:24: registry must be the name of a registry, not nothing",
            })
    void refuses_a_source(String source, String problem) {
        assertThat(problems("registries: {hub: docker.io}\nsyncs:\n  - name: one\n    " + source
                        + "\n    target: {registry: hub}\n"))
                .singleElement()
                .asString()
                .startsWith("file.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "target: {}                                    | 5:13: a target is either registry or layout",
                "target: {registry: hub, layout: 'oci:a'}      | 5:13: a target is either registry or layout",
                "target: {layout: 'oci:a', project: b}         | 5:13: project, repository and createProject are those of",
                "target: {registry: hub, createProject: true, project: a}   | 5:44: createProject: \"true\" is not false or",
                "target: {registry: hub, createProject: public, project: a} | 5:44: createProject: \"public\" is not false or",
                "target: {registry: hub, createProject: private}            | 5:13: createProject needs a project",
                "target: {registry: hub, project: [a, a]}      | 5:13: the project \"a\" stands here twice",
                "target: {registry: hub, project: A}           | 5:38: project: 'A' is not a repository name",
                "target: {registry: hub, repository: web}      | 3:5: a target's repository is one for all images",
                "targets: []                                   | 3:5: there is no target in syncs[0]",
                "targets: {registry: hub}                      | 5:14: targets must be a list, not a group of keys",
                "targets: [{registry: hub}, {registry: hub}]   | 3:5: a target stands here twice",
            })
    void refuses_a_target(String target, String problem) {
        assertThat(problems("registries: {hub: docker.io}\nsyncs:\n  - name: one\n    source: {registry: hub}\n    "
                        + target + "\n"))
                .singleElement()
                .asString()
                .startsWith("file.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "index: newest                       | 6:12: index: \"newest\" is none of rewrite, sparse, all",
                "index: spare                        | 6:12: index: \"spare\" is none of rewrite, sparse, all; did you mean",
                "digestTags: yes                     | 6:17: digestTags: \"yes\" is not true or false",
                "enabled: 1                          | 6:14: enabled: \"1\" is not true or false",
                "platforms: {a: b}                   | 6:16: platforms must be a platform such as linux/amd64, not a group",
                "referrers: [true, a/b]              | 3:5: referrers are true, false or a list of artifact types in syncs[0]",
                "referrers: signatures               | 6:16: referrers: \"signatures\" is not an artifact type",
                "tags: {include: '('}                | 6:21: include: ",
                "tags: {include: [a, '[']}           | 6:25: include: ",
                "tags: {semver: 'latest!'}           | 6:20: semver: ",
                "tags: {minAge: 2d, maxAge: 1d}      | 6:11: no image is older than minAge and younger than maxAge",
                "tags: {newest: -1}                  | 6:20: newest: \"-1\" is not a whole number",
                "tags: {newestBy: Created}           | 6:22: newestBy: \"Created\" is none of created, pushed, semver; did",
                "images: {include: [a, '']}          | 6:27: include: empty; leave the key out",
                "images: {exclude: ['*:test', {a: b}]} | 6:34: exclude must be globs on image:tag, not a group",
                "mapping: {rename: [{match: '(a)', replace: $2}]} | 6:48: replace: in the replacement '$2'",
                "mapping: {flatten: 4}               | 6:24: flatten: ",
                "mapping: {rename: [{match: '('}]}   | 6:32: match: ",
                "mapping: {rename: [{match: a}]}     | 6:24: a renaming has match and replace in syncs[0].mapping.rename[0]",
                "mapping: {rename: [{match: a, replace: $1}]} | 6:44: replace: in the replacement '$1'",
                "limits: {bandwidth: 50Mbit}         | 6:25: bandwidth: \"50Mbit\" is not a size; write 50MiB",
                "limits: {bandwidth: 0}              | 6:13: bandwidth must be at least 1, not 0",
                "limits: {concurrency: 0}            | 6:27: concurrency: \"0\" is not a whole number from 1 to 1000",
                "limits: {requestsPerSecond: 0}      | 6:33: requestsPerSecond: \"0\" is not a number above 0",
                "limits: {timeout: 30}               | 6:23: timeout: \"30\" is not a span of time",
                "limits: {timeout: 0s}               | 6:13: timeout must be above 0",
                "delete: {enabled: true, maxPercent: 0}   | 6:41: maxPercent: \"0\" is not a whole number from 1 to 100",
                "schedule: {timeZone: UTC}           | 6:15: the key \"cron\" is missing in syncs[0].schedule",
                "schedule: {corn: 0 2 * * *}         | 6:16: unknown key \"corn\" in syncs[0].schedule; did you mean \"cron\"?",
                "schedule: {cron: 0 2 * * *, timeZone: Shanghai} | 6:43: timeZone: \"Shanghai\" is not a time zone",
                "schedule:                           | 6:14: schedule must be a group of keys, not nothing",
                "notification: {channels: [a, a]}    | 6:19: the channel \"a\" stands here twice",
                "name: again                         | 6:5: the key \"name\" stands here twice; first in line 3",
                "index: all\\n    platforms: [amd64] | 3:5: index: all copies every platform; leave out platforms",
                "source: x                           | 6:5: the key \"source\" stands here twice",
            })
    void refuses_an_option(String option, String problem) {
        String text = "registries: {hub: docker.io}\nsyncs:\n  - name: one\n    source: {registry: hub}\n"
                + "    target: {registry: hub, project: p}\n    " + option.replace("\\n", "\n") + "\n";
        assertThat(problems(text)).singleElement().asString().startsWith("file.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "url: a b                              | 3:11: url: 'a b' is not the name of a registry",
                "description: x                        | 3:5: the key \"url\" is missing in registries.hub",
                "url: me:pw@docker.io                  | 3:11: url: an address without user and password",
                "url: docker.io, username: me          | 3:5: username has no password; add password: ${NAME}",
                "url: docker.io, password: '${TOKEN}'  | 3:5: the password has no username",
                "url: docker.io, username: me, password: '${TOKEN}', passwordFile: x | 3:5: password and passwordFile are",
                "url: docker.io, username: me, password: '${NONE}'   | 3:46: password: the environment variable NONE is not set",
                "url: docker.io, username: me, password: '${EMPTY}'  | 3:46: password: the environment variable EMPTY is empty",
                "url: docker.io, username: '${NONE}', passwordFile: x | 3:32: username: the environment variable NONE is not",
                "url: docker.io, certificate: x        | 3:5: certificate and key belong together",
                "url: docker.io, ca: '${'              | 3:26: ca: ${ begins a variable, written ${NAME}",
                "url: docker.io, proxy: 'ftp://a:1'    | 3:29: proxy: a proxy is http://host:port",
                "url: docker.io, proxy: 'http://a'     | 3:29: proxy: a proxy is http://host:port",
                "url: docker.io, tokenServer: 'https://a' | 3:35: tokenServer: 'https://a' is not the name of a registry",
                "url: docker.io, insecure: maybe       | 3:32: insecure: \"maybe\" is not true or false",
            })
    void refuses_a_registry(String keys, String problem) {
        assertThat(problems("registries:\n  hub:\n    {" + keys + "}\n"))
                .singleElement()
                .asString()
                .startsWith("file.yaml:" + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "prefix-${TOKEN}", "${TOKEN:-s3cret}", "$TOKEN", "[s3cret]", "{s3cret: s3cret}"})
    void refuses_a_password_in_the_file_without_repeating_it(String password) {
        String quoted = password.startsWith("[") || password.startsWith("{s") ? password : "'" + password + "'";

        List<String> problems = problems("registries: {hub: {url: docker.io, username: me, password: " + quoted + "}}");

        assertThat(problems).singleElement().asString().contains("${NAME}").doesNotContain("s3cret");
    }

    @Test
    void needs_no_password_where_it_is_kept_elsewhere() {
        String text = "registries: {hub: {url: docker.io, username: me, password: '${NONE}'}}";

        SyncFile file = SyncFile.parseWithoutPasswords("file.yaml", text, Map.of());

        assertThat(file.toYaml()).contains("${NONE}");
        assertThatExceptionOfType(SyncFileException.class)
                .isThrownBy(() -> SyncFile.parseWithoutPasswords("f", text.replace("${NONE}", "s3cret"), Map.of()))
                .withMessageContaining("${NAME}")
                .withMessageNotContaining("s3cret");
        assertThatExceptionOfType(SyncFileException.class)
                .isThrownBy(() -> SyncFile.parseWithoutPasswords("f", text.replace("docker.io", "'${NONE}'"), Map.of()))
                .withMessageContaining("the environment variable NONE is not set");
    }

    @Test
    void never_repeats_what_a_variable_holds() {
        List<String> problems = problems("""
                registries:
                  hub: {url: 'https://${TOKEN}/x', proxy: 'http://me:${TOKEN}@proxy:1', ca: a}
                syncs:
                  - {name: a, source: {registry: '${TOKEN}'}, target: {layout: '${TOKEN}'}, platforms: ['${TOKEN} a']}
                """);

        assertThat(problems)
                .hasSize(5)
                .allSatisfy(problem -> assertThat(problem).doesNotContain("s3cret"));
        assertThat(problems.get(0))
                .isEqualTo("file.yaml:2:14: url: with its variables filled in this is not the address of a registry");
    }

    @Test
    void names_what_does_not_belong_into_the_defaults() {
        assertThat(problems("""
                registries: {hub: docker.io}
                defaults:
                  name: x
                  tags: {inclde: a, newest: x}
                syncs:
                  - {name: a, source: {registry: hub}, target: {layout: 'oci:a'}}
                  - {name: b, source: {registry: hub}, target: {layout: 'oci:b'}}
                """))
                .containsExactly(
                        "file.yaml:3:3: name belongs to a single sync; it cannot stand in defaults",
                        "file.yaml:4:10: unknown key \"inclde\" in defaults.tags; did you mean \"include\"?",
                        "file.yaml:4:29: newest: \"x\" is not a whole number from 0 to 1000000");
    }

    @Test
    void names_syncs_that_share_a_name() {
        assertThat(problems("""
                registries: {hub: docker.io}
                syncs:
                  - {name: a, source: {registry: hub}, target: {layout: 'oci:a'}}
                  - {name: a, source: {registry: hub}, target: {layout: 'oci:b'}}
                """)).containsExactly("file.yaml:1:1: the sync \"a\" stands here twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version: 2             | 1:10: version: \"2\" is not known; this program reads version 1",
                "version: 1             | 1:1: nothing is described: there are neither registries nor syncs",
                "regstries: {a: b.c}    | 1:1: unknown key \"regstries\"; did you mean \"registries\"?",
                "registries: [docker.io] | 1:13: registries must be a group of keys, not a list",
                "registries: {a: }      | 1:16: a must be a group of keys, not nothing",
                "syncs: {a: b}          | 1:8: syncs must be a list, not a group of keys",
                "hello                  | 1:1: the file must begin with keys such as registries and syncs, not a single value",
                "[1, 2]                 | 1:1: the file must begin with keys",
            })
    void refuses_a_file(String text, String problem) {
        assertThat(problems(text)).first().asString().startsWith("file.yaml:" + problem);
    }

    @Test
    void shows_twenty_problems_and_counts_the_others() {
        String text = "registries:\n  hub: docker.io\nsyncs:\n" + "  - {name: a, b: c}\n".repeat(30);

        SyncFileException thrown =
                catchThrowableOfType(SyncFileException.class, () -> SyncFile.parse("file.yaml", text, ENVIRONMENT));

        assertThat(thrown.problems()).hasSize(20);
        assertThat(thrown).hasMessageEndingWith("\nand 40 more problems");
        assertThat(thrown.problems().get(0).line()).isEqualTo(4);
    }

    private static List<String> problems(String text) {
        SyncFileException thrown =
                catchThrowableOfType(SyncFileException.class, () -> SyncFile.parse("file.yaml", text, ENVIRONMENT));
        assertThat(thrown).as(text).isNotNull();
        return thrown.problems().stream()
                .map(SyncFileException.Problem::toString)
                .toList();
    }
}
