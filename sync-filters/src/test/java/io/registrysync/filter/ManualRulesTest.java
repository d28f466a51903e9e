package io.registrysync.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule that the users' manuals offer, with tags that pass it and tags that do not. */
class ManualRulesTest {
    private static final String NOTHING = "";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // pattern; tags that pass; tags that do not
                "^latest$; latest; latest-alpine 1.0 my-latest Latest",
                "^1\\..*; 1.0 1.25.3-alpine 1.; 11.0 v1.0 2.1.0 1",
                ".*; latest 1.0 _ sha256-abc;",
                "^1\\.(2[0-9]|[3-9][0-9])\\..*; 1.20.0 1.29.3-alpine 1.30.1 1.99.0; 1.19.9 1.2.0 1.20 1.100.0 2.25.0",
                "^1\\.2[0-9]\\..*; 1.20.0 1.25.3 1.29.0-debug; 1.2.0 1.30.0 1.20 2.1.25.0",
                "^(1\\.25\\.3|1\\.24\\.5|latest)$; 1.25.3 1.24.5 latest; 1.25.30 1.25.3-alpine 1x25.3 latest2",
                "^[0-9]+\\.[0-9]+\\.[0-9]+$; 1.2.3 10.20.30; 1.2 1.2.3.4 v1.2.3 1.2.3-rc1 latest",
                "^[1-2]\\..*; 1.0 2.9.9; 3.0 12.0 latest",
                "^(latest|stable|1\\.25\\..*)$; latest stable 1.25.0 1.25.3-alpine; 1.25 1.26.0 unstable",
                "^(latest|develop|.*-beta)$; latest develop 2.0-beta; 2.0-beta.1 development 1.0",
                "^(latest|stable|1\\.2[5-9]\\..*)$; latest stable 1.25.3 1.29.0; 1.24.9 1.25 1.30.0",
            })
    void include_examples(String pattern, String pass, String fail) {
        assertSelects(Tags.include(pattern), pass, fail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // patterns as they are typed into one field; tags that pass; tags that do not
                ".*-alpine,.*-debug; 1.25 1.25-slim alpine; 1.25-alpine 1.25-alpine3.18 1.25-debug 1-debug-alpine",
                ".*(beta|rc|alpha).*; 1.0.0 latest; 1.0-beta 1.0.0-rc1 2-alpha.1 arch",
                ".*(alpine|slim).*; 1.25 1.25-bookworm; 1.25-alpine slim 1.25-slim-bookworm",
                ".*(alpine|slim|debug).*; 1.25 latest; alpine3.18 1-slim debug-1",
                ".*(alpine|debug).*; 1.25-slim; 1.25-alpine debug",
                "^0\\..*; 1.0 10.0 00.1 v0.1; 0.1 0.0.0-rc1",
                ".*-202[0-3].*; nightly-2024-01-01 nightly-2019 2021-01; nightly-2020-12-31 1.0-2023 a-20231231",
                ".*(beta|rc|alpha|dev).*; 1.2.3 stable; 1.2.3-dev develop 1-rc",
            })
    void exclude_examples(String patterns, String pass, String fail) {
        String[] split = Patterns.split(patterns).toArray(String[]::new);
        assertSelects(Tags.all().exclude(split), pass, fail);
    }

    @Test
    void stable_production_versions_only() {
        Tags tags = Tags.include("^[0-9]+\\.[0-9]+\\.[0-9]+$")
                .exclude(".*(beta|rc|alpha).*")
                .newest(10);
        assertNewest(tags, 10, i -> "1.0." + i, List.of("1.0", "latest", "1.0.0-rc1"));
    }

    @Test
    void newest_of_two_major_versions() {
        Tags tags = Tags.include("^[1-2]\\..*").exclude(".*(alpine|debug).*").newest(20);
        assertNewest(tags, 20, i -> "2.0." + i, List.of("1.25-alpine", "2.0-debug", "3.0"));
    }

    @Test
    void named_versions_only() {
        Tags tags = Tags.include("^(latest|stable|1\\.25\\..*)$").newest(0);
        assertSelects(tags, "latest stable 1.25.3", "1.24.9 edge");
    }

    @Test
    void advice_for_production() {
        Tags tags = Tags.include("^[0-9]+\\.[0-9]+\\.[0-9]+$")
                .exclude(".*(beta|rc|alpha|dev).*")
                .newest(10);
        assertNewest(tags, 10, i -> "3.1." + i, List.of("3.1", "3.1.0-dev"));
    }

    @Test
    void advice_for_development() {
        Tags tags = Tags.include("^(latest|develop|.*-beta)$").newest(5);
        assertNewest(tags, 5, i -> i + "-beta", List.of("1.0", "beta"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // glob; images that it matches; images that it does not
                "nginx:*; nginx:latest nginx:1.21 nginx:alpine bitnami/nginx:1.21; nginx-exporter:1 my/nginx-x:latest",
                "*:debug; nginx:debug redis:debug app:debug; nginx:debug-1 nginx:1-debug",
                "redis:6.*; redis:6.0 redis:6.2.7; redis:6 redis:7.0 redis:60",
                "mysql:8*; mysql:8.0 mysql:8.0.33 mysql:8; mysql:5.8 mysql:18",
                "node:18.*; node:18.0 node:18.16.0; node:18 node:18-alpine",
                "python:3.9*; python:3.9 python:3.9.16 python:3.9-slim; python:3.8 python:3.10",
                "redis:*; redis:7; redismod:7",
                "mysql:*; mysql:8; mysql-server:8",
                "node:*; node:18-alpine; nodered:1",
                "python:*; python:3; pypy:3",
                "*:test; app:test; app:test1 app:latest",
                "*:experimental; app:experimental; app:experimental-1",
                "*:nightly; app:nightly; app:nightly-2024",
                // "rc" has to stand at the start of the tag, however the manual describes it.
                "*:rc*; app:rc app:rc1; app:1.0-rc1",
                "nginx:stable; nginx:stable; nginx:stable-alpine",
                "redis:alpine; redis:alpine; redis:7-alpine",
                "mysql:8.0.*; mysql:8.0.33; mysql:8.0 mysql:8.1.0",
                "node:18-alpine; node:18-alpine; node:18-alpine3.18",
                "*:dev; app:dev; app:develop",
                "*:windows*; app:windows app:windowsservercore-1809; app:1.0-windows",
                "*:windowsservercore; app:windowsservercore; app:windowsservercore-1809",
                "mycompany/*:*; mycompany/web:1 mycompany/a/b:1; other/mycompany-web:1 company/web:1",
                "nginx:1.21.*; nginx:1.21.6; nginx:1.21 nginx:1.210.1",
                "redis:6.2.*; redis:6.2.7; redis:6.20.1 redis:6.2",
                "*:snapshot; app:snapshot; app:SNAPSHOT app:1-snapshot",
                "*:SNAPSHOT; app:SNAPSHOT; app:snapshot app:1-SNAPSHOT",
            })
    void image_patterns(String glob, String matching, String other) {
        for (String image : words(matching)) {
            assertThat(selects(Tags.all().includeImages(glob), image)).as(image).isTrue();
            assertThat(selects(Tags.all().excludeImages(glob), image)).as(image).isFalse();
        }
        for (String image : words(other)) {
            assertThat(selects(Tags.all().includeImages(glob), image)).as(image).isFalse();
            assertThat(selects(Tags.all().excludeImages(glob), image)).as(image).isTrue();
        }
    }

    @Test
    void image_patterns_of_the_production_example() {
        Tags tags = Tags.all()
                .includeImages("nginx:stable", "redis:alpine", "mysql:8.0.*", "node:18-alpine")
                .excludeImages("*:debug", "*:test", "*:dev", "*:experimental", "*:nightly");
        assertThat(Stream.of("nginx:stable", "redis:alpine", "mysql:8.0.33", "node:18-alpine"))
                .allMatch(image -> selects(tags, image));
        assertThat(Stream.of("nginx:latest", "redis:debug", "mysql:dev", "postgres:16"))
                .noneMatch(image -> selects(tags, image));
    }

    @Test
    void image_patterns_of_the_development_example() {
        Tags tags = Tags.all()
                .includeImages("nginx:*", "redis:*", "mysql:*", "node:*", "python:*")
                .excludeImages("*:windows*", "*:windowsservercore");
        assertThat(Stream.of("nginx:latest", "python:3.12")).allMatch(image -> selects(tags, image));
        assertThat(Stream.of("python:windowsservercore", "python:windows-1809", "golang:1.22"))
                .noneMatch(image -> selects(tags, image));
    }

    @Test
    void image_patterns_of_the_project_example() {
        Tags tags = Tags.all()
                .includeImages("mycompany/*:*", "nginx:1.21.*", "redis:6.2.*")
                .excludeImages("*:snapshot", "*:SNAPSHOT");
        assertThat(Stream.of("mycompany/web:1.0", "nginx:1.21.6", "redis:6.2.7"))
                .allMatch(image -> selects(tags, image));
        assertThat(Stream.of("mycompany/web:SNAPSHOT", "mycompany/web:snapshot", "nginx:1.22.0"))
                .noneMatch(image -> selects(tags, image));
    }

    @Test
    void without_rules_every_tag_is_copied() {
        assertSelects(Tags.include().exclude().includeImages().excludeImages().newest(0), "latest 1.0 x", NOTHING);
    }

    private static void assertSelects(Tags tags, String pass, String fail) {
        List<String> passing = words(pass);
        List<String> failing = words(fail);
        String[] listed = Stream.concat(passing.stream(), failing.stream()).toArray(String[]::new);
        assertThat(TestFacts.nginx().selected(tags, listed)).isEqualTo(passing);
    }

    /** The oldest image has the highest number, so that names would give another result than times. */
    private static void assertNewest(Tags tags, int count, IntFunction<String> name, List<String> refused) {
        TestFacts facts = TestFacts.nginx();
        List<String> candidates = IntStream.range(0, count + 5).mapToObj(name).toList();
        for (int i = 0; i < candidates.size(); i++) {
            facts.created(candidates.get(i), Duration.ofDays(i));
        }
        refused.forEach(tag -> facts.created(tag, Duration.ZERO));
        String[] listed = Stream.concat(refused.stream(), candidates.stream()).toArray(String[]::new);
        assertThat(facts.selected(tags, listed)).isEqualTo(candidates.subList(0, count));
        assertThat(facts.warnings).isEmpty();
    }

    private static boolean selects(Tags tags, String image) {
        String[] parts = image.split(":", 2);
        return !new TestFacts("registry.example.com", parts[0])
                .selected(tags, parts[1])
                .isEmpty();
    }

    private static List<String> words(String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.trim().split(" "));
    }
}
