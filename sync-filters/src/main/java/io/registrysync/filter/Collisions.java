package io.registrysync.filter;

import java.util.HashMap;
import java.util.Map;

/**
 * Finds out, before anything is copied, whether two sources would end in one target, where the later would overwrite
 * tags of the earlier. Takes the full names, with the registry, so that sources and targets of several registries can
 * be checked together. Not safe for use by several threads.
 */
public final class Collisions {
    private final Map<String, String> sourceOf = new HashMap<>();

    /** Creates a check that knows of nothing yet. */
    public Collisions() {}

    /**
     * Notes that {@code source} is to be copied to {@code target}. The same pair may be noted again, for another tag.
     *
     * @param source the repository with its registry, for example {@code docker.io/library/nginx}
     * @param target the repository with its registry, for example {@code harbor.example.com/prod/nginx}
     * @throws RuleException where another source is to be copied there
     */
    public void add(String source, String target) {
        String other = sourceOf.putIfAbsent(target, source);
        if (other != null && !other.equals(source)) {
            throw new RuleException(RuleException.quote(other) + " and " + RuleException.quote(source)
                    + " would both be copied to " + RuleException.quote(target)
                    + "; keep more of their paths (flatten fewer levels), rename one, or copy them to different"
                    + " projects");
        }
    }
}
