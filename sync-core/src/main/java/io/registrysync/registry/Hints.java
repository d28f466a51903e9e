package io.registrysync.registry;

import io.registrysync.registry.RegistryException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a person can do about a failure. One place, so that the wording stays of one piece. */
final class Hints {
    private static final Set<String> PUSHING = Set.of("start upload", "upload", "push manifest");

    private Hints() {}

    static String hint(
            String operation, Kind kind, int status, List<RegistryError> errors, String reason, String name) {
        String text = reason.toLowerCase(Locale.ROOT);
        return switch (kind) {
            case ACCESS_DENIED -> accessDenied(operation, status, text, name);
            case NOT_FOUND -> notFound(operation, errors, text, name);
            case RATE_LIMITED ->
                "Try again later, ask the registry for less at once (--requests-per-second, --concurrency), or log in: "
                        + "Docker Hub allows more pulls with an account.";
            case UNAVAILABLE -> unavailable(status, text);
            case INVALID_CONTENT ->
                "The content is not what its digest or the specification says. Nothing was tagged. "
                        + "If a second try ends alike, the source or a proxy before it is damaged.";
            case REFUSED -> refused(operation, status, errors, text);
            case CONFIGURATION ->
                operation.equals("look for project")
                        ? "Create it at the registry, or let it be created for its members only "
                                + "(--create-project, or createProject: private)."
                        : "";
        };
    }

    private static String accessDenied(String operation, int status, String text, String name) {
        if (text.contains("realm")) {
            return "If that host is trusted with the password, name it as the registry's token server "
                    + "(in its settings, or with --src-token-server or --dst-token-server).";
        }
        if (status == 401 && !text.contains("does not permit")) {
            return text.contains("needs a login")
                    ? "Enter a user name and a password for it, or: registry-sync login " + name.replaceFirst("/.*", "")
                    : "Check user name and password; on Docker Hub use an access token as the password.";
        }
        if (PUSHING.contains(operation)) {
            return "The login needs permission for this: pull at the source, pull and push at the target. "
                    + missing(name);
        }
        if (isList(operation)) {
            return unlisted();
        }
        if (operation.startsWith("delete")) {
            return "The login needs permission to delete, which is more than to push.";
        }
        if (operation.equals("create project")) {
            return "The login may not create projects; have an administrator of the registry do it.";
        }
        return "The login needs permission for this: pull at the source, pull and push at the target; "
                + "a project or namespace that does not exist may be refused the same way.";
    }

    private static String notFound(String operation, List<RegistryError> errors, String text, String name) {
        if (isList(operation)) {
            return unlisted();
        }
        if (PUSHING.contains(operation)) {
            return missing(name);
        }
        return hasCode(errors, "NAME_UNKNOWN") || text.contains("repository")
                ? "Check the repository's name; the project or namespace must exist and is not created by a copy."
                : "Check the name and the tag.";
    }

    /** Many registries refuse a place that does not exist as if it were forbidden, so as not to tell. */
    private static String missing(String name) {
        String path = name.replaceFirst("^[^/]*/", "").replaceFirst("[:@].*", "");
        int slash = path.indexOf('/');
        return slash < 0
                ? "It may be that the repository " + path
                        + " does not exist at the target; it is not created by default."
                : "It may be that the project or namespace " + path.substring(0, slash)
                        + ", or the repository in it, does not exist at the target; it is not created by default.";
    }

    private static boolean isList(String operation) {
        return operation.equals("list repositories") || operation.equals("list projects");
    }

    private static String unlisted() {
        return "The registry does not offer this list, or not to this login. Name the repositories one by one.";
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
            return "The registry seems to speak plain HTTP; allow it in the registry's settings, or with --src-plain-http "
                    + "or --dst-plain-http.";
        }
        if (text.contains("certif") || text.contains("pkix") || text.contains("trust")) {
            return "Enter the authority's certificate in the registry's settings, or name it with --src-ca or --dst-ca FILE.";
        }
        if (text.contains("unknown host") || text.contains("unknownhost")) {
            return "Check the host name and the DNS.";
        }
        if (text.contains("refused")) {
            return "Nothing listens there; check host and port.";
        }
        return "Check the network and run again: blobs that arrived are not sent twice.";
    }

    private static String refused(String operation, int status, List<RegistryError> errors, String text) {
        if (status == 0 && text.contains("no space left")) {
            return "The disk is full; make room and run again.";
        }
        if (hasCode(errors, "MANIFEST_BLOB_UNKNOWN") || hasCode(errors, "BLOB_UNKNOWN")) {
            return "The registry misses a blob that it had confirmed; run again, and look at its storage if it stays so.";
        }
        if (isList(operation)) {
            return text.contains("of a namespace only")
                    ? "Name a namespace, such as library, or the repositories one by one."
                    : unlisted();
        }
        if (operation.equals("create project")) {
            return "Create it at the registry itself, then run again.";
        }
        if (operation.equals("list referrer")) {
            return "Delete that tag at the target or let it be changed, then run again.";
        }
        if (operation.startsWith("delete") && status == 405) {
            return "Deleting is switched off at the registry; its administrator can switch it on "
                    + "(distribution: REGISTRY_STORAGE_DELETE_ENABLED=true).";
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
