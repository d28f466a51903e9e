package io.registrysync.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of a {@code WWW-Authenticate} header (RFC 9110, section 11.6.1).
 *
 * @param scheme     in lower case
 * @param parameters by name in lower case; a token68 stands under the empty name
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final int MAX_LENGTH = 16 * 1024;

    /** Reads the challenges of all headers. Never throws: what does not follow the grammar is passed over. */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> challenges = new ArrayList<>();
        for (String header : headers) {
            if (header.length() <= MAX_LENGTH) {
                new Reader(header).readInto(challenges);
            }
        }
        return challenges;
    }

    /** The first challenge of this scheme. */
    static Optional<Challenge> find(List<Challenge> challenges, String scheme) {
        return challenges.stream().filter(c -> c.scheme.equals(scheme)).findFirst();
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** Walks over the text once, from left to right. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        void readInto(List<Challenge> challenges) {
            while (at < text.length()) {
                skipSeparators();
                String scheme = token();
                if (scheme.isEmpty()) {
                    at++;
                    continue;
                }
                Map<String, String> parameters = new LinkedHashMap<>();
                readParameters(parameters);
                challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
            }
        }

        /** Reads until the text ends or a token follows that is no parameter's name: the next scheme. */
        private void readParameters(Map<String, String> parameters) {
            skipSpaces();
            // A comma after the scheme: what follows is the next challenge, or a parameter, but never a token68.
            boolean first = at < text.length() && text.charAt(at) != ',';
            while (true) {
                skipSeparators();
                int start = at;
                String name = token();
                skipSpaces();
                if (name.isEmpty()) {
                    at = start;
                    return;
                }
                if (at < text.length() && text.charAt(at) == '=' && !(first && isToken68Padding(at))) {
                    at++;
                    skipSpaces();
                    parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value());
                } else if (first && (at == text.length() || text.charAt(at) == ',' || text.charAt(at) == '=')) {
                    int end = at;
                    while (end < text.length() && text.charAt(end) == '=') {
                        end++;
                    }
                    parameters.put("", text.substring(start, end));
                    at = end;
                } else {
                    at = start;
                    return;
                }
                first = false;
            }
        }

        /** Whether the equals sign at {@code index} ends a token68 such as {@code YWJj==} and gives no value. */
        private boolean isToken68Padding(int index) {
            int end = index;
            while (end < text.length() && text.charAt(end) == '=') {
                end++;
            }
            while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
                end++;
            }
            return end == text.length() || text.charAt(end) == ',';
        }

        private String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return unquoted();
            }
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            // Past the closing quote, which may be missing.
            at = Math.min(at + 1, text.length());
            return value.toString();
        }

        /** Not only a token: registries leave out the quotes around addresses. */
        private String unquoted() {
            int start = at;
            while (at < text.length() && ", \t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private String token() {
            int start = at;
            while (at < text.length() && isTokenCharacter(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private void skipSeparators() {
            while (at < text.length()
                    && (text.charAt(at) == ',' || text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private void skipSpaces() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        /** Characters of a token (RFC 9110, section 5.6.2) and those that a token68 has besides. */
        private static boolean isTokenCharacter(char c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "!#$%&'*+-.^_`|~/".indexOf(c) >= 0;
        }
    }
}
