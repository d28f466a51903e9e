package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes tags from targets that their sources no longer have.
 *
 * <p>Only in repositories that a route with a rule leads to, only tags that its rules cover, and never those that are made
 * of a digest. What several routes bring to one repository stays as long as one of them has it. Sources are listed anew
 * for this, so that what came meanwhile stays.
 */
final class Deletions {
    private static final int MAX_DEPTH = 16;

    private final List<Route> routes;
    private final int maxPercent;
    private final RunContext run;

    Deletions(List<Route> routes, int maxPercent, RunContext run) {
        this.routes = routes;
        this.maxPercent = maxPercent;
        this.run = run;
    }

    /** What is gone from the sources of one target repository. */
    private record Gone(Repository target, List<Tag> tags, long covered) {}

    /**
     * What would be deleted, and where that is too much, that it is refused.
     *
     * @param absent locations of target repositories of which it is known that they do not exist
     */
    List<TagDeletion> plan(Set<String> absent) {
        List<TagDeletion> planned = new ArrayList<>();
        List<Gone> all = find(absent, planned::add);
        for (Gone gone : all) {
            gone.tags().forEach(tag -> planned.add(TagDeletion.of(gone.target(), tag)));
        }
        tooMuch(all).ifPresent(reason -> refused(all, reason).forEach(planned::add));
        return planned;
    }

    /**
     * Deletes.
     *
     * @param incomplete locations of target repositories in which nothing is deleted, because not everything that was to
     *     be copied there has been
     */
    void run(Set<String> incomplete, Consumer<TagDeletion> results) {
        List<Gone> all = find(incomplete, results);
        Optional<String> tooMuch = tooMuch(all);
        if (tooMuch.isPresent()) {
            refused(all, tooMuch.get()).forEach(results);
        } else {
            all.forEach(gone -> delete(gone, results));
        }
    }

    // ---- what is gone ---------------------------------------------------------------------------------------------

    private List<Gone> find(Set<String> leftOut, Consumer<TagDeletion> failures) {
        Map<String, List<Route>> byTarget = new LinkedHashMap<>();
        routes.forEach(route -> route.targets()
                .forEach(target -> byTarget.computeIfAbsent(target.location(), name -> new ArrayList<>())
                        .add(route)));
        Map<String, CompletableFuture<Gone>> asked = new LinkedHashMap<>();
        byTarget.forEach((name, leadingThere) -> {
            boolean listed =
                    leadingThere.stream().anyMatch(route -> route.selection().isListed());
            if (listed && !leftOut.contains(name)) {
                asked.put(name, CompletableFuture.supplyAsync(() -> gone(name, leadingThere), run.listings()));
            }
        });
        List<Gone> found = new ArrayList<>();
        asked.forEach((name, answer) -> {
            try {
                found.add(Threads.join(answer));
            } catch (CopyException failed) {
                failures.accept(new TagDeletion(name, Optional.empty(), Optional.of(failed.failure())));
            }
        });
        return found;
    }

    private Gone gone(String name, List<Route> leadingThere) {
        Repository target = run.bound(leadingThere.get(0).targets().stream()
                .filter(candidate -> candidate.location().equals(name))
                .findFirst()
                .orElseThrow());
        Set<Tag> kept = new HashSet<>();
        List<SourceImages> sources = new ArrayList<>();
        for (Route route : leadingThere) {
            SourceImages source = new SourceImages(run.bound(route.source()), route.options(), run);
            sources.add(source);
            kept.addAll(GraphCopy.onSource(() -> route.selection().targetTags(source)));
        }
        List<Tag> covered = GraphCopy.onTarget(() -> target.tags()
                .filter(tag -> !DigestTags.isDigestTag(tag))
                .filter(tag -> isCovered(tag, leadingThere, sources))
                .toList());
        List<Tag> tags = covered.stream().filter(tag -> !kept.contains(tag)).toList();
        return new Gone(target, tags, covered.size());
    }

    private static boolean isCovered(Tag tag, List<Route> leadingThere, List<SourceImages> sources) {
        for (int i = 0; i < leadingThere.size(); i++) {
            if (leadingThere.get(i).selection().covers(tag, sources.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** A source that suddenly shows little may be a source that is broken. */
    private Optional<String> tooMuch(List<Gone> all) {
        long gone = all.stream().mapToLong(each -> each.tags().size()).sum();
        long covered = all.stream().mapToLong(Gone::covered).sum();
        return gone * 100 > covered * maxPercent
                ? Optional.of(
                        gone + " of " + covered + " tags at the targets are gone from the sources, which is more than "
                                + maxPercent + " percent; nothing is deleted")
                : Optional.empty();
    }

    private static Stream<TagDeletion> refused(List<Gone> all, String reason) {
        return all.stream()
                .filter(gone -> !gone.tags().isEmpty())
                .map(gone -> failed(gone.target().location(), reason));
    }

    private static TagDeletion failed(String target, String reason) {
        return new TagDeletion(
                target,
                Optional.empty(),
                Optional.of(new Failure(
                        Side.TARGET, RegistryException.of(Kind.REFUSED, "delete tags", target, reason, null))));
    }

    // ---- deleting -------------------------------------------------------------------------------------------------

    private void delete(Gone gone, Consumer<TagDeletion> results) {
        Optional<Set<Digest>> inUse = Optional.empty();
        for (Tag tag : gone.tags()) {
            TagDeletion deletion = TagDeletion.of(gone.target(), tag);
            try {
                run.cancellation().check();
                if (!gone.target().deleteTag(tag)) {
                    if (inUse.isEmpty()) {
                        inUse = Optional.of(inUse(gone));
                    }
                    deletion = deleteByDigest(gone.target(), tag, inUse.get());
                }
            } catch (RegistryException failure) {
                deletion = new TagDeletion(
                        deletion.target(), deletion.tag(), Optional.of(new Failure(Side.TARGET, failure)));
            }
            results.accept(deletion);
        }
    }

    /**
     * Where a registry cannot remove a tag alone: removes its content, with every tag that points to it. So nothing that
     * stays may need that content.
     */
    private static TagDeletion deleteByDigest(Repository target, Tag tag, Set<Digest> inUse) {
        Optional<Descriptor> content = target.resolve(tag);
        if (content.isPresent() && inUse.contains(content.get().digest())) {
            String name = target.location() + ":" + tag;
            return new TagDeletion(
                    name,
                    Optional.of(tag),
                    failed(name, "this registry removes content only, and a tag that stays has the same content")
                            .failure());
        }
        content.ifPresent(found -> target.deleteManifest(found.digest()));
        return TagDeletion.of(target, tag);
    }

    /** Everything that the tags which stay point to, with all manifests beneath. */
    private Set<Digest> inUse(Gone gone) {
        Set<Tag> goes = Set.copyOf(gone.tags());
        List<CompletableFuture<Set<Digest>>> asked = gone.target()
                .tags()
                .filter(tag -> !goes.contains(tag))
                .map(tag -> CompletableFuture.supplyAsync(() -> beneath(gone.target(), tag), run.requests()))
                .toList();
        return asked.stream().flatMap(answer -> Threads.join(answer).stream()).collect(Collectors.toSet());
    }

    private static Set<Digest> beneath(Repository target, Tag tag) {
        Set<Digest> found = new HashSet<>();
        target.resolve(tag).ifPresent(root -> collect(target, root, found, 0));
        return found;
    }

    private static void collect(Repository target, Descriptor at, Set<Digest> found, int depth) {
        if (found.add(at.digest()) && at.mediaType().isIndex() && depth < MAX_DEPTH) {
            // An index may be there without all of its entries.
            Optional<Manifest> index = target.manifest(at.digest());
            index.ifPresent(present -> present.children().forEach(child -> collect(target, child, found, depth + 1)));
        }
    }
}
