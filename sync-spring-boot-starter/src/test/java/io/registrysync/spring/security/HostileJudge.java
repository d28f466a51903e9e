package io.registrysync.spring.security;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Looks at answers to hostile texts and collects what is wrong with them. */
final class HostileJudge {
    /** Names of classes, and what a stack of them looks like. */
    private static final Pattern INSIDE = Pattern.compile(
            "\\b(javax?|jakarta|org\\.(springframework|sqlite|jdbi|apache)|(com|tools)\\.\\w+|io\\.registrysync)\\.\\w+\\."
                    + "|Exception|\\bat \\w+\\.");
    /** What is said of a whole query, which nobody can read then, or of a file. */
    private static final List<String> BEFORE_ALL =
            List.of("\"the query: ", "\"the file:", "the address is not a plain one");

    private static final int LONGEST_ANSWER = 2 << 20;
    private static final int LONGEST_REFUSAL = 16 << 10;

    private final List<String> wrong = new ArrayList<>();

    List<String> wrong() {
        return wrong;
    }

    /** What holds for each answer, wherever the text was. */
    void look(String where, String text, HttpResponse<String> answer) {
        int status = answer.statusCode();
        // A registry that does not answer is no failure of ours.
        if ((status >= 500 && status != 504) || status / 100 == 3) {
            complain("status", where, text, answer);
        }
        String type = header(answer, "Content-Type");
        boolean isOurs = type.startsWith("application/json")
                || type.startsWith("application/problem+json")
                || type.startsWith("text/event-stream")
                || header(answer, "Content-Disposition").startsWith("attachment");
        // What is no address at all is answered by the container, before anything of ours.
        boolean isContainers =
                status == 400 && where.contains(" {") && !answer.body().contains(text);
        if (!isOurs && !isContainers && !answer.body().isEmpty()) {
            complain("type " + type, where, text, answer);
        }
        if (answer.body().length() > (status < 300 ? LONGEST_ANSWER : LONGEST_REFUSAL)) {
            complain("length " + answer.body().length(), where, text, answer);
        }
        boolean isRepeated = text.contains("java") || text.contains("Exception");
        if (status >= 400 && !isRepeated && INSIDE.matcher(answer.body()).find()) {
            complain("inside", where, text, answer);
        }
    }

    /** What is refused is called by its name. */
    void lookWhetherNamed(String where, String name, String text, HttpResponse<String> answer) {
        // In words (time zone) or as it is written (timeZone); of a list also as one of it.
        String said = answer.body().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        String one = name.toLowerCase(Locale.ROOT).replaceAll("s$", "");
        boolean isNamed = said.contains(one) || BEFORE_ALL.stream().anyMatch(answer.body()::contains);
        if (answer.statusCode() == 400 && !isNamed) {
            complain("name", where, text, answer);
        }
    }

    /** What was taken comes back as it was. */
    void lookWhetherKept(String where, String pointer, String text, HttpResponse<String> answer) {
        if (answer.statusCode() >= 300 || text.isBlank()) {
            return;
        }
        try {
            JsonNode back = ExampleBodies.JSON.readTree(answer.body()).at(pointer);
            // A platform is completed.
            boolean isKept = !back.isString()
                    || back.asString().equals(text)
                    || (back.asString().equals("linux/" + text) && pointer.contains("/platforms/"));
            if (!isKept) {
                complain(
                        "kept as " + ExampleBodies.JSON.writeValueAsString(cut(back.asString(), 80)),
                        where,
                        text,
                        answer);
            }
        } catch (JacksonException file) {
            // A script, which is looked at elsewhere.
        }
    }

    private void complain(String what, String where, String text, HttpResponse<String> answer) {
        wrong.add(what + ": " + where + " " + ExampleBodies.JSON.writeValueAsString(cut(text, 40)) + " → "
                + answer.statusCode() + " " + cut(answer.body(), 300));
    }

    private static String cut(String text, int most) {
        return text.substring(0, Math.min(most, text.length()));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
