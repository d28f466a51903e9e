package io.registrysync.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Pages and logs speak Chinese also where they repeat what our code says: each of its sentences is in the table. */
class SentencesTest {
    private static final Path PROJECT = Path.of("..");
    /** What only who runs a command reads, or who looks at metrics. */
    private static final Set<String> NOT_IN_PAGES = Set.of(
            "layout",
            "server",
            "AuthFile.java",
            "CredentialHelper.java",
            "FileRegistries.java",
            "PasswordFile.java",
            "RegistriesYaml.java",
            "ShellScript.java",
            "SyncMetrics.java",
            "UnsecuredException.java",
            "UsersFile.java");
    /** What says everything in both languages. */
    private static final Set<String> BILINGUAL =
            Set.of("ChannelTexts.java", "ChannelType.java", "Language.java", "Phrase.java", "RegistryTypes.java");
    /** One word is no sentence, but these are put into some. */
    private static final Set<String> WORDS = Set.of(
            // What a registry was asked.
            "authenticate",
            "check",
            "copy",
            "resolve",
            "upload",
            "verify",
            // What something is called, or is.
            "channel",
            "execution",
            "name",
            "nothing",
            "pattern",
            "registry",
            "task",
            "unit",
            "user",
            // Parts of a schedule.
            "hour:",
            "minute:",
            "month:",
            // Kinds of addresses, and roles.
            "forbidden",
            "loopback",
            "private",
            "public",
            "ADMIN",
            "OPERATOR",
            "VIEWER");

    /** What Java, HttpClient and the operating system say where a network or a disk fails. */
    private static final Set<String> FROM_BELOW = Set.of(
            "Connection refused",
            "Connection reset",
            "Connection reset by peer",
            "Connection timed out",
            "Connect timed out",
            "Read timed out",
            "Broken pipe",
            "Socket closed",
            "No route to host",
            "Network is unreachable",
            "No space left on device",
            "Disk quota exceeded",
            "Read-only file system",
            "Permission denied",
            "Too many open files",
            "Unsupported or unrecognized SSL message",
            "Remote host terminated the handshake",
            "Received fatal alert: {0}",
            "No subject alternative names present",
            "No subject alternative DNS name matching {0} found.",
            "No subject alternative names matching IP address {0} found",
            "Certificate for <{0}> doesn't match any of the subject alternative names: [{1}]",
            "{0} failed to respond",
            "Premature end of Content-Length delimited message body (expected: {0}; received: {1})",
            "Premature end of chunk coded message body: closing chunk expected");

    @Test
    void sentences_of_the_server_are_translated() throws IOException {
        Set<String> said = SourceSentences.in(
                Stream.of("sync-core", "sync-filters", "sync-notify", "sync-store-jdbc", "sync-spring-boot-starter")
                        .map(module -> PROJECT.resolve(module).resolve(Path.of("src", "main", "java")))
                        .toList(),
                file -> StreamSupport.stream(file.spliterator(), false)
                        .map(Path::toString)
                        .noneMatch(name -> NOT_IN_PAGES.contains(name) || BILINGUAL.contains(name)));
        Map<String, String> table = json("sentences.zh.json");
        assertThat(said).hasSizeGreaterThan(400);
        said.addAll(WORDS);
        said.addAll(FROM_BELOW);

        Set<String> missing = new TreeSet<>(said);
        missing.removeAll(table.keySet());
        Set<String> stale = new TreeSet<>(table.keySet());
        stale.removeAll(said);
        assertThat(missing).as("what nobody can say in Chinese").isEmpty();
        assertThat(stale).as("what nobody says any more").isEmpty();
    }

    @Test
    void examples_are_said_as_in_the_pages() throws IOException {
        assertThat(json("sentences.examples.json"))
                .allSatisfy((english, chinese) ->
                        assertThat(Sentences.in(Locale.CHINESE, english)).isEqualTo(chinese))
                .allSatisfy((english, chinese) ->
                        assertThat(Sentences.in(Locale.ENGLISH, english)).isEqualTo(english));
    }

    private static Map<String, String> json(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(SentencesTest.class.getResourceAsStream(name))) {
            return JsonMapper.shared().readValue(file, new TypeReference<>() {});
        }
    }
}
