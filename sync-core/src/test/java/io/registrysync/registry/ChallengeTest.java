package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChallengeTest {
    /** Headers, one a line, and the challenges in them: the scheme, then its parameters in the order of their names. */
    static Stream<Arguments> table() {
        return Stream.of(
                // What registries send.
                row(
                        "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\"",
                        "bearer{realm=https://auth.docker.io/token, service=registry.docker.io}"),
                row(
                        "Bearer realm=\"https://h/t\",service=\"s\",scope=\"repository:a:pull,push\"",
                        "bearer{realm=https://h/t, scope=repository:a:pull,push, service=s}"),
                row(
                        "Bearer realm=\"https://h/t\",scope=\"repository:a:pull repository:b:pull\",error=\"insufficient_scope\"",
                        "bearer{error=insufficient_scope, realm=https://h/t, scope=repository:a:pull repository:b:pull}"),
                row("Basic realm=\"Registry Realm\"", "basic{realm=Registry Realm}"),
                row(
                        "Basic realm=\"Sonatype Nexus Repository Manager\"",
                        "basic{realm=Sonatype Nexus Repository Manager}"),
                row("Basic realm=x, charset=\"UTF-8\"", "basic{charset=UTF-8, realm=x}"),
                row("Bearer realm=\"https://h/t?x=1&y=2\"", "bearer{realm=https://h/t?x=1&y=2}"),
                row("Bearer service=\"s\",realm=\"/token\"", "bearer{realm=/token, service=s}"),
                // Letters of either case.
                row("BEARER REALM=\"r\",Service=\"S\"", "bearer{realm=r, service=S}"),
                row("bAsIc rEaLm=\"r\"", "basic{realm=r}"),
                // White space wherever it is allowed, and where it is not.
                row("  Bearer   realm=\"r\"  ,  service=\"s\"  ", "bearer{realm=r, service=s}"),
                row("\tBearer\trealm=\"r\",\tservice=\"s\"", "bearer{realm=r, service=s}"),
                row("Bearer realm = \"r\" , service =s", "bearer{realm=r, service=s}"),
                row("Bearer realm=\"r\",,, service=\"s\",", "bearer{realm=r, service=s}"),
                row(",,, Bearer realm=\"r\"", "bearer{realm=r}"),
                row("Bearer realm=\"r\" service=\"s\"", "bearer{realm=r, service=s}"),
                // Quotes.
                row("Bearer realm=\"a\\\"b\"", "bearer{realm=a\"b}"),
                row("Bearer realm=\"a\\\\\",service=\"s\"", "bearer{realm=a\\, service=s}"),
                row("Bearer realm=\"\\r\\e\\a\\l\\m\"", "bearer{realm=realm}"),
                row("Bearer realm=\"\",service=\"s\"", "bearer{realm=, service=s}"),
                row("Bearer realm=\"a=b, Basic realm=c\"", "bearer{realm=a=b, Basic realm=c}"),
                row("Bearer realm=\"r\", scope=\"ü密\"", "bearer{realm=r, scope=ü密}"),
                row("Bearer realm='r'", "bearer{realm='r'}"),
                // Values without quotes, as some registries write them.
                row("Bearer realm=https://h/t,service=s", "bearer{realm=https://h/t, service=s}"),
                row("Bearer realm=https://h/t?a=b&c=d, service=s", "bearer{realm=https://h/t?a=b&c=d, service=s}"),
                row("Bearer realm=https://h/t service=s", "bearer{realm=https://h/t, service=s}"),
                row("Bearer service=,realm=\"r\"", "bearer{=service=, realm=r}"),
                row("Bearer realm=\"r\",service=,scope=\"x\"", "bearer{realm=r, scope=x, service=}"),
                row("Bearer realm=\"r\",service=", "bearer{realm=r, service=}"),
                // Several challenges.
                row("Basic realm=\"b\", Bearer realm=\"r\",service=\"s\"", "basic{realm=b} bearer{realm=r, service=s}"),
                row("Bearer realm=\"r\",service=\"s\", Basic realm=\"b\"", "bearer{realm=r, service=s} basic{realm=b}"),
                row("Bearer realm=\"r\", Basic", "bearer{realm=r} basic{}"),
                row("Negotiate, Basic realm=\"b\"", "negotiate{} basic{realm=b}"),
                row("Negotiate, NTLM, Basic realm=\"b\"", "negotiate{} ntlm{} basic{realm=b}"),
                row("Negotiate, Basic", "negotiate{} basic{}"),
                row("Bearer realm=\"1\", Bearer realm=\"2\"", "bearer{realm=1} bearer{realm=2}"),
                row("Basic realm=\"b\"\nBearer realm=\"r\"", "basic{realm=b} bearer{realm=r}"),
                row("Negotiate\nNTLM\nBasic realm=b", "negotiate{} ntlm{} basic{realm=b}"),
                // token68.
                row("Negotiate YWJj==", "negotiate{=YWJj==}"),
                row("Negotiate YWJj", "negotiate{=YWJj}"),
                row("Negotiate a+b/c-d._~9=, Basic realm=\"b\"", "negotiate{=a+b/c-d._~9=} basic{realm=b}"),
                row("Negotiate YWJj==  , Basic realm=\"b\"", "negotiate{=YWJj==} basic{realm=b}"),
                row("Negotiate YWJj, Bearer realm=\"r\"", "negotiate{=YWJj} bearer{realm=r}"),
                // Other schemes are read like any other.
                row(
                        "Digest realm=\"d\", nonce=\"n==\", qop=\"auth,auth-int\", algorithm=MD5",
                        "digest{algorithm=MD5, nonce=n==, qop=auth,auth-int, realm=d}"),
                row(
                        "AWS4-HMAC-SHA256 Credential=x/y, SignedHeaders=host;date",
                        "aws4-hmac-sha256{credential=x/y, signedheaders=host;date}"),
                // The first of two equal parameters counts.
                row("Bearer realm=\"1\",realm=\"2\",REALM=\"3\"", "bearer{realm=1}"),
                // Garbage.
                row("", ""),
                row("   ", ""),
                row(",", ""),
                row("=", ""),
                row("\"", ""),
                row("\"Bearer realm=x\"", "bearer{realm=x\"}"),
                row("Bearer", "bearer{}"),
                row("Bearer ", "bearer{}"),
                row("Bearer,", "bearer{}"),
                row("Bearer realm=\"unterminated", "bearer{realm=unterminated}"),
                row("Bearer realm=\"ends with a backslash\\", "bearer{realm=ends with a backslash\\}"),
                row("Bearer realm=\"r\",service=\"", "bearer{realm=r, service=}"),
                row("Bearer realm=\"r\";service=\"s\"", "bearer{realm=r} service{} s{}"),
                row("Bearer =x", "bearer{} x{}"),
                row("Bearer realm==x", "bearer{realm==x}"),
                row("Bearer \u0000realm=\"r\"", "bearer{} realm{} r{}"),
                row("ü Bearer realm=\"r\"", "bearer{realm=r}"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void reads(String headers, String expected) {
        String read = Challenge.parse(headers.lines().toList()).stream()
                .map(challenge -> challenge.scheme() + sorted(challenge))
                .collect(Collectors.joining(" "));
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void finds_the_first_challenge_of_a_scheme() {
        List<Challenge> challenges =
                Challenge.parse(List.of("Basic realm=\"b\"", "Bearer realm=\"1\", Bearer realm=\"2\""));
        assertThat(Challenge.find(challenges, "bearer").flatMap(c -> c.parameter("realm")))
                .contains("1");
        assertThat(Challenge.find(challenges, "digest")).isEmpty();
        assertThat(Challenge.find(challenges, "basic").flatMap(c -> c.parameter("service")))
                .isEmpty();
    }

    @Test
    void no_header_is_no_challenge() {
        assertThat(Challenge.parse(List.of())).isEmpty();
    }

    @Test
    void header_that_is_too_long_is_passed_over_and_the_next_one_read() {
        String endless = "Bearer realm=\"" + "x".repeat(20_000) + "\"";
        assertThat(Challenge.parse(List.of(endless, "Basic realm=\"b\"")))
                .containsExactly(new Challenge("basic", Map.of("realm", "b")));
    }

    @Property
    void never_throws(@ForAll("headers") List<String> headers) {
        for (Challenge challenge : Challenge.parse(headers)) {
            assertThat(challenge.scheme()).isNotEmpty().doesNotContain(" ", ",", "\"", "=");
        }
    }

    @Property
    void what_follows_the_grammar_is_read_completely(@ForAll("wellFormed") List<Challenge> challenges) {
        String header = challenges.stream().map(ChallengeTest::written).collect(Collectors.joining(", "));
        assertThat(Challenge.parse(List.of(header))).isEqualTo(challenges);
    }

    @Test
    void long_headers_take_linear_time() {
        List<String> parts = List.of(
                "=",
                "\"",
                "\\",
                ",",
                " ",
                "\t",
                "a=",
                "a=,",
                "a ,",
                "a =",
                "a= ",
                "a=\"",
                "a=\"\\",
                "a b ",
                "a,b,",
                "a==, ",
                "a\"",
                "Bearer a=\"b\",",
                "Bearer ",
                "a= =",
                "\u0000",
                "ü");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (String part : parts) {
                String filled = part.repeat(16 * 1024 / part.length());
                for (String frame : List.of("", "Bearer ", "Bearer a=\"", "Bearer a=")) {
                    String header =
                            (frame + filled).substring(0, Math.min(16 * 1024, frame.length() + filled.length()));
                    // Ten of them: what is quadratic in the length of one takes minutes.
                    Challenge.parse(Collections.nCopies(10, header));
                }
            }
        });
    }

    @Provide
    Arbitrary<List<String>> headers() {
        Arbitrary<String> piece = Arbitraries.of(
                "Bearer", "Basic", "realm", "=", "\"", "\\", ",", " ", "\t", "a", "YWJj", "==", "\r\n", "\u0000", "ü",
                "\uD800", "/", ";");
        Arbitrary<String> header = Arbitraries.oneOf(
                piece.list().ofMaxSize(30).map(pieces -> String.join("", pieces)),
                Arbitraries.strings().all().ofMaxLength(50));
        return header.list().ofMaxSize(3).withoutEdgeCases();
    }

    @Provide
    Arbitrary<List<Challenge>> wellFormed() {
        Arbitrary<String> token = Arbitraries.strings()
                .withChars("abcxyz019!#$%&'*+-.^_`|~")
                .ofMinLength(1)
                .ofMaxLength(8);
        Arbitrary<String> value =
                Arbitraries.strings().withChars("abc \\\"=,/:;ü").ofMaxLength(12);
        Arbitrary<Map<String, String>> parameters =
                Arbitraries.maps(token, value).ofMinSize(1).ofMaxSize(4);
        return Combinators.combine(token, parameters)
                .as(Challenge::new)
                .list()
                .ofMaxSize(3)
                .withoutEdgeCases();
    }

    private static String written(Challenge challenge) {
        return challenge.scheme()
                + challenge.parameters().entrySet().stream()
                        .map(p -> p.getKey() + "=\""
                                + p.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                        .collect(Collectors.joining(", ", " ", ""));
    }

    private static Map<String, String> sorted(Challenge challenge) {
        return new TreeMap<>(challenge.parameters());
    }

    private static Arguments row(String headers, String expected) {
        return Arguments.of(headers, expected);
    }
}
