package io.registrysync.cli;

import io.registrysync.cli.CopyRequest.Selection;
import io.registrysync.oci.Tag;
import java.util.List;
import java.util.Optional;

/** Copies as a script for any POSIX shell. */
final class ShellScript {
    private static final String HEAD = """
            #!/bin/sh
            # Copies COUNT images. Arguments go to each copy, for example: --platform linux/amd64
            # Goes on after a failure; the exit code is 1 where anything failed.
            set -eu

            failed=0
            ended() {
              case $1 in
                10) ;;
                130 | 143) exit "$1" ;;
                *) failed=$((failed + 1)) ;;
              esac
            }

            """;
    private static final String TAIL = """

            if [ "$failed" -gt 0 ]; then
              echo "$failed of COUNT copies failed" >&2
              exit 1
            fi
            """;

    private ShellScript() {}

    /** One copy per line. It goes on after a failure, and tells at the end; what differs in a dry run is none. */
    static String of(List<CopyRequest> requests) {
        String count = String.valueOf(requests.size());
        StringBuilder script = new StringBuilder(HEAD.replace("COUNT", count));
        requests.forEach(request -> script.append(line(request)));
        return script.append(TAIL.replace("COUNT", count)).toString();
    }

    private static String line(CopyRequest request) {
        StringBuilder line = new StringBuilder(RegistrySync.NAME).append(" copy \"$@\" -- ");
        line.append(quoted(source(request)));
        request.targets().forEach(target -> line.append(' ').append(quoted(target + tag(request))));
        return line.append(" || ended $?\n").toString();
    }

    private static String source(CopyRequest request) {
        if (request.selection() instanceof Selection.ByDigest pinned) {
            return request.source() + "@" + pinned.digest();
        }
        return request.source() + tag(request);
    }

    private static String tag(CopyRequest request) {
        Optional<Tag> tag = request.selection() instanceof Selection.ByTag named
                ? Optional.of(named.targetTag())
                : request.selection() instanceof Selection.ByDigest pinned ? pinned.targetTag() : Optional.empty();
        return tag.map(name -> ":" + name).orElse("");
    }

    /** As one word, whatever is in it (POSIX, Shell Command Language, 2.2.2). */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
