package io.registrysync.cli;

import io.registrysync.cli.CopyRequest.Selection;
import io.registrysync.oci.Tag;
import io.registrysync.spec.ShellScript;
import java.util.List;
import java.util.Optional;

/** Copies in the words of a script. */
final class ScriptText {
    private ScriptText() {}

    static String of(List<CopyRequest> requests) {
        return ShellScript.of(List.of(), requests.stream().map(ScriptText::copy).toList());
    }

    private static ShellScript.Copy copy(CopyRequest request) {
        return new ShellScript.Copy(
                source(request),
                request.targets().stream().map(target -> target + tag(request)).toList());
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
}
