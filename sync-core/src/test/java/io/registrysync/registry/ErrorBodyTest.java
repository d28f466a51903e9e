package io.registrysync.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {
    @Test
    void reads_the_errors_of_the_specification_in_their_order() {
        assertThat(read(
                        "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\",\"detail\":{\"Tag\":\"1\"}},"
                                + "{\"code\":\"DENIED\",\"message\":\"no\"}],\"extra\":[1]}"))
                .containsExactly(
                        new RegistryError("MANIFEST_UNKNOWN", "manifest unknown", "1"),
                        new RegistryError("DENIED", "no", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | ''",
                "\"text\" | text",
                "5 | 5",
                "1.50 | 1.50",
                "true | true",
                "[] | ''",
                "{} | ''",
                "[\"a\",[\"b\",{\"c\":\"d\"}],null] | a b d null",
                "{\"Type\":\"repository\",\"Name\":\"x\",\"Action\":\"pull\"} | repository x pull",
                "[{\"Type\":\"repository\"},{\"Type\":\"registry\"}] | repository registry",
            })
    void detail_may_be_of_any_type(String json, String detail) {
        assertThat(read("{\"errors\":[{\"code\":\"X\",\"detail\":" + json + ",\"message\":\"m\"},{\"code\":\"Y\"}]}"))
                .containsExactly(new RegistryError("X", "m", detail), new RegistryError("Y", "", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"null | ''", "404 | 404", "{\"a\":\"b\"} | b", "[\"a\",\"b\"] | a b", "true | true"})
    void code_and_message_of_another_type_are_read_as_text(String json, String text) {
        assertThat(read("{\"errors\":[{\"code\":" + json + ",\"message\":" + json + ",\"detail\":\"d\"}]}"))
                .containsExactly(new RegistryError(text, text, "d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "details", "error"})
    void text_at_the_top_counts_where_a_token_server_puts_it_there(String property) {
        assertThat(read("{\"" + property + "\":\"incorrect password\",\"status\":401}"))
                .containsExactly(new RegistryError("", "incorrect password", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<html><body>502</body></html>", "  <!DOCTYPE html>\n<html>", "<?xml version=\"1.0\"?><Error/>"})
    void web_page_is_called_one(String page) {
        assertThat(ErrorBody.read(FakeResponse.of("", page)))
                .containsExactly(new RegistryError("", "the answer is a web page, not a registry's", ""));
    }

    @Test
    void web_page_is_known_by_its_type_too() {
        assertThat(ErrorBody.read(FakeResponse.of("text/html; charset=utf-8", "Bad gateway")))
                .containsExactly(new RegistryError("", "the answer is a web page, not a registry's", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n", "{}", "{\"errors\":[]}"})
    void nothing_said_is_no_error_or_what_little_was_said(String body) {
        List<RegistryError> errors = read(body);
        assertThat(errors).hasSizeLessThanOrEqualTo(1);
        assertThat(errors.isEmpty()).isEqualTo(body.isBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upstream connect error",
                "404 page not found\n",
                "null",
                "[]",
                "\"x\"",
                "{\"errors\":\"x\"}",
                "{\"errors\":[\"x\"]}",
                "{\"errors\":{\"code\":\"X\"}}",
                "{broken",
                "{\"errors\":[{\"code\":",
            })
    void other_text_is_shown_as_it_is(String body) {
        assertThat(read(body)).containsExactly(new RegistryError("", body.strip(), ""));
    }

    @Test
    void errors_before_a_break_are_kept() {
        assertThat(read("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"m\"},{\"code\":\"X"))
                .containsExactly(new RegistryError("DENIED", "m", ""));
    }

    @Test
    void control_characters_are_taken_out_and_length_is_limited() {
        RegistryError error = read("{\"errors\":[{\"code\":\"" + "C".repeat(500)
                        + "\",\"message\":\"a\\u001b[2J\\r\\n\\u202eb" + "m".repeat(9000) + "\",\"detail\":[\""
                        + "d".repeat(9000) + "\",\"e\"]}]}")
                .get(0);
        assertThat(error.code()).hasSize(65).endsWith("…");
        assertThat(error.message()).startsWith("a [2J b").hasSize(301).endsWith("…");
        assertThat(error.detail()).hasSize(301).endsWith("…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"errors\":[%s{}]}", "{%s\"x\":1}"})
    void number_of_errors_is_limited(String frame) {
        String part = frame.startsWith("{\"errors") ? "{\"code\":\"X\",\"message\":\"m\"}," : "\"message\":\"m\",";
        assertThat(read(frame.replace("%s", part.repeat(2_000)))).hasSize(50);
    }

    @Test
    void no_more_than_64_kib_are_read() throws IOException {
        String start = "{\"errors\":[{\"code\":\"TOOBIG\",\"message\":\"m\"},{\"detail\":\"";
        byte[] tenMegabytes = (start + "x".repeat(10_000_000)).getBytes(UTF_8);
        InputStream body = new ByteArrayInputStream(tenMegabytes);
        List<RegistryError> errors = ErrorBody.read(new FakeResponse(500, "application/json", body));
        assertThat(errors).containsExactly(new RegistryError("TOOBIG", "m", ""));
        assertThat(body.available()).isGreaterThanOrEqualTo(tenMegabytes.length - 64 * 1024);
    }

    @Test
    void body_that_breaks_off_says_nothing() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("reset");
            }
        };
        assertThat(ErrorBody.read(new FakeResponse(500, "", broken))).isEmpty();
    }

    @Test
    void deep_nesting_is_no_trouble() {
        assertThat(read("{\"errors\":[{\"code\":\"X\"},{\"detail\":" + "[".repeat(30_000)))
                .containsExactly(new RegistryError("X", "", ""));
        assertThat(read("{\"x\":" + "{\"a\":".repeat(10_000))).hasSize(1);
    }

    @Property
    void never_throws_and_is_always_clean(@ForAll("bodies") String body) {
        for (RegistryError error : read(body)) {
            assertThat(error.code() + error.message() + error.detail())
                    .hasSizeLessThan(700)
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
        }
    }

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> piece = Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "\"errors\"",
                "\"code\"",
                "\"message\"",
                "\"detail\"",
                "\"x\"",
                "null",
                "5",
                "\"\\u202e\"",
                "\uFEFF",
                "\u0000",
                "<");
        return Arbitraries.oneOf(
                        piece.list().ofMaxSize(25).map(pieces -> String.join("", pieces)),
                        Arbitraries.strings().all().ofMaxLength(60))
                .withoutEdgeCases();
    }

    private static List<RegistryError> read(String body) {
        return ErrorBody.read(FakeResponse.of("application/json", body));
    }
}
