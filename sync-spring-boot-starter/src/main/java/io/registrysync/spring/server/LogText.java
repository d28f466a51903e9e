package io.registrysync.spring.server;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes text fit for a log: without secrets, on one line, and of limited length. What it does not know to be harmless it
 * masks, and a mask too many is better than a password.
 */
final class LogText {
    /** Characters of a message that are shown. */
    static final int LIMIT = 1024;

    /** What is looked at. Cut before it is looked through, so that a long text costs no more than a short one. */
    private static final int READ = 8 * LIMIT;

    private static final String MASK = "***";

    /** Parameters of the distribution specification that hold no secret. */
    private static final Set<String> SHOWN =
            Set.of("n", "last", "digest", "mount", "from", "scope", "service", "artifacttype", "page", "size");

    private record Rule(Pattern pattern, String replacement) {
        static Rule of(String pattern, String replacement) {
            return new Rule(Pattern.compile(pattern), replacement);
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of("-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\\s\\S]*?(-----END [A-Z ]{0,40}KEY-----|$)", MASK),
            // Who signs in within a URL.
            Rule.of("(\\b[A-Za-z][A-Za-z0-9+.-]{1,20}://)[^\\s/?#@\"'<>]+@", "$1" + MASK + "@"),
            // Robots whose key is in the path.
            Rule.of(
                    "(?i)(hooks\\.[a-z0-9.-]+/services/|/open-apis/bot/v\\d/hook/|/hooks/|/webhooks?/)[^\\s\"'<>?#]+",
                    "$1" + MASK),
            Rule.of(
                    "(?i)\\b((?:proxy-)?authorization|(?:set-)?cookie2?|x-registry-(?:auth|config)"
                            + "|x-(?:auth|csrf|xsrf|api)-(?:token|key)|private-token)([\"']?\\s{0,3}[:=]\\s{0,3})[^\\r\\n]+",
                    "$1$2" + MASK),
            Rule.of("(?i)\\b(bearer)\\s{1,3}(?!realm=)[A-Za-z0-9._~+/=-]{6,}", "$1 " + MASK),
            Rule.of("\\b([Bb]asic)\\s{1,3}(?=[A-Za-z+/]*[A-Z0-9=])[A-Za-z0-9+/]{6,}={0,2}", "$1 " + MASK),
            // password=…, "token":"…", secret: …; but not "get token: denied", which says what happened.
            Rule.of(
                    "(?i)((?:password|passwd|secret|token|session|api[_-]?key|credentials?|signature)[\"']?\\s{0,3}"
                            + "(?:=\\s{0,3}|:\\s{0,3}(?=[\"'])))(\"[^\"]*+\"?|'[^']*+'?|[^\\s,;&}\\])\"']+)",
                    "$1" + MASK),
            Rule.of("(?i)((?:password|passwd)\\s{0,3}:\\s{0,3})(?!\\*)[^\\s,;&}\\])\"']+", "$1" + MASK),
            Rule.of("(?i)(?<![\\w.-])((?:key|sig|pwd|auth|_state|x-amz-[a-z-]{1,30})=)[^\\s,;&\"'}\\])]+", "$1" + MASK),
            Rule.of("eyJ[A-Za-z0-9_-]{5,}+(?:\\.[A-Za-z0-9_-]*+){1,2}", MASK),
            Rule.of("\\b(?:rs_|gh[pousr]_|glpat-|dckr_pat_)[A-Za-z0-9_-]{15,}", MASK));

    private LogText() {}

    /** The text as it may be shown. */
    static String of(String text) {
        String read = text.length() > READ ? text.substring(0, READ) : text;
        String clean = withoutQueries(read);
        for (Rule rule : RULES) {
            clean = rule.pattern().matcher(clean).replaceAll(rule.replacement());
        }
        String line = onOneLine(clean);
        boolean isWhole = line.length() <= LIMIT && read.length() == text.length();
        return isWhole ? line : line.substring(0, Math.min(LIMIT, line.length())) + "…";
    }

    /** Masks values in the queries and fragments of addresses. */
    private static String withoutQueries(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            clean.append(c);
            at++;
            if (c == '?' || c == '#') {
                int end = at;
                while (end < text.length() && !isEnd(text.charAt(end))) {
                    end++;
                }
                clean.append(masked(text.substring(at, end)));
                at = end;
            }
        }
        return clean.toString();
    }

    private static boolean isEnd(char c) {
        return Character.isWhitespace(c) || c == '"' || c == '\'' || c == '<' || c == '>' || c == '?' || c == '#';
    }

    private static String masked(String query) {
        if (query.indexOf('=') < 0) {
            return query;
        }
        StringBuilder masked = new StringBuilder();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            masked.append(masked.isEmpty() ? "" : "&");
            boolean isShown = SHOWN.contains(name.toLowerCase(Locale.ROOT));
            masked.append(isShown ? pair : equals < 0 ? MASK : name + "=" + MASK);
        }
        return masked.toString();
    }

    /** Nothing in it moves a cursor, turns a direction, or begins what looks like another message. */
    private static String onOneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                line.append("\\n");
            } else if (c == '\t') {
                line.append(' ');
            } else if (isInvisible(c)) {
                line.append(String.format(Locale.ROOT, "\\u%04X", c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
