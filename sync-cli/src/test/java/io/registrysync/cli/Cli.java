package io.registrysync.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.registrysync.registry.DockerConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs command lines in this process and keeps what they say. */
final class Cli {
    private final Map<String, String> environment = new HashMap<>();
    private final Path logins;
    private final Interrupts interrupts = new Interrupts();
    private String input = "";
    private Optional<Shell.Prompt> prompt = Optional.empty();

    /** What a command line said and did. */
    static final class Result {
        private final int exitCode;
        private final byte[] out;
        private final String err;

        private Result(int exitCode, byte[] out, String err) {
            this.exitCode = exitCode;
            this.out = out;
            this.err = err;
        }

        int exitCode() {
            return exitCode;
        }

        byte[] bytes() {
            return out.clone();
        }

        String out() {
            return new String(out, StandardCharsets.UTF_8);
        }

        String err() {
            return err;
        }

        List<String> outLines() {
            return out().lines().toList();
        }

        List<String> errLines() {
            return err.lines().toList();
        }
    }

    /** Logins are kept in this file. */
    Cli(Path logins) {
        this.logins = logins;
    }

    Cli variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Cli input(String text) {
        input = text;
        return this;
    }

    /** Answers questions in this order. */
    Cli answers(String... answers) {
        Deque<String> left = new ArrayDeque<>(List.of(answers));
        prompt = Optional.of(new Shell.Prompt() {
            @Override
            public String ask(String question) {
                return left.remove();
            }

            @Override
            public String askSecretly(String question) {
                return left.remove();
            }
        });
        return this;
    }

    /** What a signal does while a command line runs on another thread. */
    void interrupt() {
        interrupts.stop();
    }

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell = new Shell(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                Optional.empty(),
                false,
                true,
                () -> DockerConfig.at(logins),
                prompt,
                interrupts);
        int exitCode = new RegistrySync(shell).run(List.of(arguments));
        interrupts.ended();
        return new Result(exitCode, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    /** The properties of a JSON object that are strings, numbers or booleans; those of objects in it as {@code a.b}. */
    static Map<String, String> json(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        Deque<String> path = new ArrayDeque<>();
        try (JsonParser json = new JsonFactory().createParser(text)) {
            String name = "";
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                switch (token) {
                    case FIELD_NAME -> name = json.currentName();
                    case START_OBJECT -> path.addLast(name);
                    case END_OBJECT -> path.removeLast();
                    default -> {
                        if (token.isScalarValue()) {
                            String parent = path.size() > 1 ? path.getLast() + "." : "";
                            found.put(parent + name, json.getText());
                        }
                    }
                }
            }
        } catch (IOException malformed) {
            throw new AssertionError("not JSON: " + text, malformed);
        }
        return found;
    }
}
