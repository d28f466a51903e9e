package io.registrysync.registry;

import java.util.List;
import java.util.Locale;

/** What a person can do about a failure. One place, so that the wording stays of one piece. */
final class Hints {
    private Hints() {}

    static String hint(
            RegistryException.Kind kind, int status, List<RegistryError> errors, String reason, String name) {
        String text = reason.toLowerCase(Locale.ROOT);
        return switch (kind) {
            case ACCESS_DENIED -> accessDenied(status, text, name);
            case NOT_FOUND ->
                hasCode(errors, "NAME_UNKNOWN") || text.contains("repository")
                        ? "Check the repository's name; the project or namespace must exist and is not created by a copy."
                        : "Check the name and the tag.";
            case RATE_LIMITED ->
                "Try again later, lower --requests-per-second or --concurrency, or log in: "
                        + "Docker Hub allows more pulls with an account.";
            case UNAVAILABLE -> unavailable(status, text);
            case INVALID_CONTENT ->
                "The content is not what its digest or the specification says. Nothing was tagged. "
                        + "If a second try ends alike, the source or a proxy before it is damaged.";
            case REFUSED -> refused(status, errors, text);
            case CONFIGURATION -> "";
        };
    }

    private static String accessDenied(int status, String text, String name) {
        if (text.contains("realm")) {
            return "If that host is trusted with the password, name it as the registry's token server "
                    + "(--src-token-server or --dst-token-server).";
        }
        if (status == 401 && !text.contains("does not permit")) {
            return text.contains("needs a login")
                    ? "Log in with: registry-sync login " + name.replaceFirst("/.*", "")
                    : "Check user name and password; on Docker Hub use an access token as the password.";
        }
        return "The login needs permission for this: pull at the source, pull and push at the target; "
                + "a project or namespace that does not exist may be refused the same way.";
    }

    private static String unavailable(int status, String text) {
        if (status == 507 || text.contains("no space")) {
            return "The registry's storage seems to be full.";
        }
        if (status >= 500) {
            return "The registry has trouble of its own; look at its log and its free disk space, then run again: "
                    + "blobs that arrived are not sent twice.";
        }
        if (text.contains("plain http") || text.contains("plaintext") || text.contains("unsupported or unrecognized")) {
            return "The registry seems to speak plain HTTP; allow it with --src-plain-http or --dst-plain-http.";
        }
        if (text.contains("certif") || text.contains("pkix") || text.contains("trust")) {
            return "Name the authority's certificate with --src-ca or --dst-ca FILE.";
        }
        if (text.contains("unknown host") || text.contains("unknownhost")) {
            return "Check the host name and the DNS.";
        }
        if (text.contains("refused")) {
            return "Nothing listens there; check host and port.";
        }
        return "Check the network and run again: blobs that arrived are not sent twice.";
    }

    private static String refused(int status, List<RegistryError> errors, String text) {
        if (status == 0 && text.contains("no space left")) {
            return "The disk is full; make room and run again.";
        }
        if (hasCode(errors, "MANIFEST_BLOB_UNKNOWN") || hasCode(errors, "BLOB_UNKNOWN")) {
            return "The registry misses a blob that it had confirmed; run again, and look at its storage if it stays so.";
        }
        if (status == 413) {
            return "A proxy before the registry limits the size of requests; raise it (nginx: client_max_body_size 0).";
        }
        if (status == 405 || hasCode(errors, "UNSUPPORTED")) {
            return "The registry does not offer this operation, or is read-only.";
        }
        return "";
    }

    private static boolean hasCode(List<RegistryError> errors, String code) {
        return errors.stream().anyMatch(error -> error.code().equals(code));
    }
}
