package io.registrysync.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program that keeps logins for Docker, such as {@code docker-credential-pass}: it is started with a verb, reads its
 * question from standard input and answers on standard output.
 *
 * <p>Started directly and never by a shell; secrets pass through pipes only, not through arguments or files.
 */
final class CredentialHelper {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");
    private static final String NOT_FOUND = "credentials not found in native keychain";
    private static final int MAX_OUTPUT = 64 * 1024;
    private static final int MAX_COMPLAINT = 200;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** For output that was written before the end but has not been read yet. */
    private static final Duration REST_LIMIT = Duration.ofSeconds(1);

    private final String program;
    private final Map<String, String> environment;
    private final Duration limit;

    CredentialHelper(String name, Map<String, String> environment) {
        this(name, environment, LIMIT);
    }

    CredentialHelper(String name, Map<String, String> environment, Duration limit) {
        if (!NAME.matcher(name).matches()) {
            throw RegistryException.configuration(
                    "use credential helper",
                    ForeignText.clean(name, 100),
                    "this is not the name of a helper (letters, digits, '.', '_', '-'); correct it in the configuration"
                            + " file",
                    null);
        }
        this.program = "docker-credential-" + name;
        this.environment = Map.copyOf(environment);
        this.limit = limit;
    }

    /** The login for a server; {@link Credentials#ANONYMOUS} where the helper has none. */
    Credentials get(String server) {
        Output output = run("get", server);
        if (output.status != 0) {
            if (output.isNotFound()) {
                return Credentials.ANONYMOUS;
            }
            throw failure("get", "failed with status " + output.status + complaint(output));
        }
        JsonNode answer = answer(output);
        String username = answer.path("Username").asText("");
        String secret = answer.path("Secret").asText("");
        if (username.equals("<token>")) {
            return Credentials.identityToken(secret);
        }
        if (username.indexOf(':') >= 0) {
            throw failure("get", "gave a user name with a colon");
        }
        return username.isEmpty() && secret.isEmpty() ? Credentials.ANONYMOUS : Credentials.basic(username, secret);
    }

    private JsonNode answer(Output output) {
        try {
            JsonNode answer = JSON.readTree(output.standard);
            if (answer.isObject()) {
                return answer;
            }
        } catch (JsonProcessingException broken) {
            // Its message could show a part of the secret.
        }
        throw failure("get", "did not answer with a JSON object");
    }

    /** Keeps a login for a server. */
    void store(String server, Credentials.Basic credentials) {
        JsonNode login = JSON.createObjectNode()
                .put("ServerURL", server)
                .put("Username", credentials.username())
                .put("Secret", credentials.password());
        Output output = run("store", login.toString());
        if (output.status != 0) {
            // A helper may quote what it was given.
            String safe = credentials.password().isEmpty()
                    ? complaint(output)
                    : complaint(output.without(credentials.password()));
            throw failure("store", "failed with status " + output.status + safe);
        }
    }

    /** Forgets the login for a server. */
    void erase(String server) {
        Output output = run("erase", server);
        if (output.status != 0 && !output.isNotFound()) {
            throw failure("erase", "failed with status " + output.status + complaint(output));
        }
    }

    private Output run(String verb, String input) {
        Process process = start(verb);
        Drain standard = new Drain(process.getInputStream());
        Drain error = new Drain(process.getErrorStream());
        try {
            Thread[] pipes = {onOwnThread(standard), onOwnThread(error), onOwnThread(() -> ask(process, input))};
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw failure(
                        verb,
                        "did not answer within " + limit.toSeconds() + " s; run it by hand to see what it waits for");
            }
            for (Thread pipe : pipes) {
                // A limit, because a daemon that the helper has started may hold the pipe open for good.
                pipe.join(REST_LIMIT.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (standard.isTooLong()) {
            throw failure(verb, "wrote more than " + MAX_OUTPUT + " bytes");
        }
        return new Output(process.exitValue(), standard.text(), error.text());
    }

    private Process start(String verb) {
        ProcessBuilder builder = new ProcessBuilder(executable().toString(), verb);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException unstartable) {
            throw failure(
                    verb,
                    "cannot be started: " + ForeignText.clean(String.valueOf(unstartable.getMessage()), MAX_COMPLAINT));
        }
    }

    /** Looked up here, because a child is started by our own PATH and not by that of its environment. */
    private Path executable() {
        String path = Optional.ofNullable(environment.get("PATH"))
                .or(() -> Optional.ofNullable(environment.get("Path")))
                .orElse("");
        return Arrays.stream(path.split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                // The folder in which we happen to run is not a place to take programs from.
                .filter(Path::isAbsolute)
                .flatMap(folder -> Stream.of(folder.resolve(program), folder.resolve(program + ".exe")))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElseThrow(() -> RegistryException.configuration(
                        "use credential helper",
                        program,
                        "it is not on the PATH; install it, or remove it from 'credsStore' and 'credHelpers' in the"
                                + " configuration file and log in again",
                        null));
    }

    private Thread onOwnThread(Runnable work) {
        Thread thread = new Thread(work, program);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void ask(Process process, String question) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(question.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // The helper did not want to read all of it; its status tells whether that was right.
        }
    }

    private RegistryException failure(String verb, String reason) {
        return RegistryException.configuration("use credential helper", program + " " + verb, reason, null);
    }

    private static String complaint(Output output) {
        String text = output.complaint();
        return text.isEmpty() ? "" : ": " + ForeignText.clean(text, MAX_COMPLAINT);
    }

    @Override
    public String toString() {
        return program;
    }

    /** What a helper left behind when it ended. */
    private record Output(int status, String standard, String error) {
        boolean isNotFound() {
            return standard.contains(NOT_FOUND) || error.contains(NOT_FOUND);
        }

        /** Helpers complain on either; what looks like an answer is not repeated. */
        String complaint() {
            String text = error.isBlank() ? standard : error;
            return text.indexOf('{') >= 0 ? "" : text;
        }

        Output without(String secret) {
            return new Output(status, standard.replace(secret, "…"), error.replace(secret, "…"));
        }
    }

    /** Reads what a helper writes, up to the limit; the rest is read and dropped, so that the helper can end. */
    private static final class Drain implements Runnable {
        private final InputStream in;
        private final byte[] bytes = new byte[MAX_OUTPUT];
        private int length;
        private boolean tooLong;

        Drain(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    keep(buffer, count);
                }
            } catch (IOException ended) {
                // The helper was stopped.
            }
        }

        private synchronized void keep(byte[] buffer, int count) {
            int kept = Math.min(count, bytes.length - length);
            System.arraycopy(buffer, 0, bytes, length, kept);
            length += kept;
            tooLong |= kept < count;
        }

        synchronized boolean isTooLong() {
            return tooLong;
        }

        synchronized String text() {
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
    }
}
