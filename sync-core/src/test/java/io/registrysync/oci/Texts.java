package io.registrysync.oci;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.assertj.core.api.Assertions;

/** Texts that a grammar has to withstand. */
final class Texts {
    /** Characters that mean something in a URL, a path, a header or a terminal, and look-alikes of plain letters. */
    private static final String LOADED =
            "/:@.-_%?#&=+ \\\"'<>[]{}|~!$*()^`,;\t\r\n\0\u001b\u007f\u00a0\u202e\u2028\uFEFF" + "KİſéßаӀ０９１";

    private Texts() {}

    /** Anything at all: all of Unicode, lone surrogates, loaded characters, and what nearly fits. */
    static Arbitrary<String> any() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(60),
                Arbitraries.strings().withChars(LOADED + "abcXYZ019").ofMaxLength(40),
                Arbitraries.strings().withChars("abz019._-/:@A[]").ofMaxLength(40),
                Arbitraries.strings().withCharRange('\ud800', '\udfff').ofMaxLength(5));
    }

    /** Each text with one character changed, added or taken away. */
    static Arbitrary<String> mutated(Arbitrary<String> valid) {
        Arbitrary<Character> other = Arbitraries.chars().with(LOADED + "aZ0._-/:@");
        return Combinators.combine(valid, Arbitraries.integers().greaterOrEqual(0), other, Arbitraries.of(0, 1, 2))
                .as((text, at, character, how) -> {
                    if (text.isEmpty()) {
                        return character.toString();
                    }
                    int index = at % text.length();
                    String tail = how == 0 ? text.substring(index) : text.substring(index + 1);
                    return text.substring(0, index) + (how == 2 ? "" : character) + tail;
                })
                .withoutEdgeCases();
    }

    /** Long texts on which a grammar that goes back and forth would take for ever. */
    static Stream<String> endless() {
        int n = 50_000;
        return Stream.of(
                "a" + "-".repeat(n),
                "a" + "_".repeat(n),
                "a" + ".".repeat(n),
                "a".repeat(n) + "!",
                "a.".repeat(n),
                "a.".repeat(n) + "!",
                "a-".repeat(n) + "!",
                "a--".repeat(n) + "/",
                "a__b".repeat(n) + "_",
                "a/".repeat(n),
                "a/".repeat(n) + "!",
                "/".repeat(n),
                ":".repeat(n),
                "@".repeat(n),
                "[".repeat(n),
                "[" + ":".repeat(n) + "]",
                "a:" + "1".repeat(n),
                "a.b:" + "1".repeat(n) + "/x",
                "sha256:" + "a".repeat(n),
                "a+".repeat(n) + ":b",
                "a/b:" + "c".repeat(n),
                "x@" + "sha256:".repeat(n),
                "\u212a".repeat(n),
                "\ud800".repeat(n));
    }

    /** Runs {@code parse} on what must not take long nor fail with anything but a {@link FormatException}. */
    static void accepted_or_refused(String text, Consumer<String> parse) {
        try {
            parse.accept(text);
        } catch (FormatException refused) {
            String message = String.valueOf(refused.getMessage());
            Assertions.assertThat(message)
                    .hasSizeLessThan(1_600)
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
        }
    }

    /** Far more than linear time needs and far less than quadratic time does. */
    static void without_delay(Consumer<String> parse) {
        List<String> texts = endless().toList();
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> texts.forEach(text -> accepted_or_refused(text, parse)));
    }
}
