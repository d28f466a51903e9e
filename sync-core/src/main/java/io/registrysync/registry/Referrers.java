package io.registrysync.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RemoteManifests.Stored;
import io.registrysync.registry.RemoteManifests.Tagged;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The manifests that refer to others (distribution specification, "Listing Referrers" and "Pushing Manifests with
 * Subject"): from the registry's list, or from the index that clients keep under a tag where there is no such list.
 */
final class Referrers {
    private static final int MAX_REFERRERS = 10_000;
    /** How often the list is read again because somebody else has changed it meanwhile. */
    private static final int MAX_CONFLICTS = 10;
    /**
     * By 404 a registry says that it has no such list, or no such repository. Older ones, and proxies before them, say
     * it in these other ways (met by go-containerregistry).
     */
    private static final Set<Integer> NOT_OFFERED = Set.of(400, 404, 405, 406, 501);

    /** What registries call a part of an index that is not there. */
    private static final Set<String> MISSING = Set.of("MANIFEST_BLOB_UNKNOWN", "MANIFEST_UNKNOWN", "BLOB_UNKNOWN");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Place place;
    private final RemoteManifests manifests;

    Referrers(Place place, RemoteManifests manifests) {
        this.place = place;
        this.manifests = manifests;
    }

    // ---- reading --------------------------------------------------------------------------------------------------

    /** Those of one subject, each once. */
    List<Descriptor> of(Digest subject) {
        return offered(subject).orElseGet(() -> kept(subject));
    }

    /** What the registry lists; empty where it has no such list. */
    private Optional<List<Descriptor>> offered(Digest subject) {
        if (place.endpoint().lacksReferrers(place.name())) {
            return Optional.empty();
        }
        Map<Digest, Descriptor> found = new LinkedHashMap<>();
        URI first = place.endpoint().address(place.name(), "/referrers/" + subject);
        URI next = first;
        while (next != null) {
            Page page = page(subject, next);
            if (!page.offered) {
                return Optional.empty();
            }
            int known = found.size();
            page.entries.forEach(entry -> found.putIfAbsent(entry.digest(), entry));
            if (found.size() > MAX_REFERRERS) {
                throw invalid(subject, "more than " + MAX_REFERRERS + " referrers");
            }
            // A page that brings nothing new ends the list: registries repeat pages and point one at itself.
            next = found.size() > known ? following(page, next) : null;
        }
        return Optional.of(List.copyOf(found.values()));
    }

    /** Only the query of a link is taken: proxies write a wrong host, and our token must go to no other place. */
    private @Nullable URI following(Page page, URI current) {
        return page.link
                .flatMap(Pages::nextOf)
                .map(link -> Locations.resolve("list referrers", place.location(), current, link))
                .map(target -> target.getRawQuery() == null
                        ? null
                        : current.resolve(current.getRawPath() + "?" + target.getRawQuery()))
                .filter(target -> !target.equals(current))
                .orElse(null);
    }

    private Page page(Digest subject, URI address) {
        Call call = Call.of(
                        "list referrers",
                        place.location(subject.toString()),
                        "GET",
                        address,
                        place.endpoint().answerLimit(0),
                        place.caller())
                .header("Accept", MediaType.OCI_INDEX.name())
                .scopes(place.pullScopes())
                .expecting(status -> status == 200 || NOT_OFFERED.contains(status));
        return place.endpoint().calls().read(call, response -> {
            if (response.status() != 200) {
                boolean knowsTheQuestion = ErrorBody.read(response).stream()
                        .anyMatch(error -> !error.code().isEmpty());
                if (!knowsTheQuestion) {
                    place.endpoint().noteReferrers(place.name(), false);
                }
                return Page.NOT_OFFERED;
            }
            byte[] bytes = response.readBody(place.endpoint().maxManifestBytes());
            if (response.header("Content-Type").orElse("").contains("html")) {
                place.warn(place.location() + ": the registry answers with a web page when asked for"
                        + " referrers; the list that clients keep under a tag is read instead");
                place.endpoint().noteReferrers(place.name(), false);
                return Page.NOT_OFFERED;
            }
            return new Page(true, entries(subject, bytes), response.header("Link"));
        });
    }

    private List<Descriptor> entries(Digest subject, byte[] bytes) {
        try {
            return Manifest.parse(MediaType.OCI_INDEX, bytes).children();
        } catch (FormatException malformed) {
            if (isNullList(bytes)) {
                return List.of();
            }
            // Taken for an empty list, a broken one would silently leave signatures behind.
            throw invalid(subject, String.valueOf(malformed.getMessage()));
        }
    }

    /** The empty list of a registry written in Go that was not careful. */
    private static boolean isNullList(byte[] bytes) {
        try {
            return JSON.readTree(bytes).path("manifests").isNull();
        } catch (IOException malformed) {
            return false;
        }
    }

    /** What clients keep under a tag where the registry has no list ("Referrers Tag Schema"). */
    private List<Descriptor> kept(Digest subject) {
        Tag tag = tagOf(subject);
        Optional<Manifest> found = manifests.tagged(tag).map(Tagged::manifest);
        if (found.isEmpty()) {
            return List.of();
        }
        if (!isListOf(subject, found.get())) {
            place.warn(place.location(tag.name()) + ": not a list of referrers but "
                    + found.get().descriptor().mediaType() + "; passed over");
            return List.of();
        }
        Map<Digest, Descriptor> entries = new LinkedHashMap<>();
        found.get().children().forEach(entry -> entries.putIfAbsent(entry.digest(), entry));
        return List.copyOf(entries.values());
    }

    /** GitLab takes the tag for the digest that it is made of and answers with the subject itself. */
    private static boolean isListOf(Digest subject, Manifest found) {
        return found.descriptor().mediaType().equals(MediaType.OCI_INDEX)
                && !subject.equals(Digest.of(subject.algorithm(), found.bytes()));
    }

    private static Tag tagOf(Digest subject) {
        String encoded = subject.encoded();
        String tag = subject.algorithm() + "-" + encoded.substring(0, Math.min(64, encoded.length()));
        return new Tag(tag.replaceAll("[^A-Za-z0-9._-]", "-"));
    }

    // ---- writing --------------------------------------------------------------------------------------------------

    /**
     * Makes sure that a manifest which was stored is listed, where the registry did not say that it takes care of that.
     * It may do so all the same: the header is lost with an answer, and proxies drop it.
     */
    void add(Manifest referrer, Digest subject) {
        Digest digest = referrer.descriptor().digest();
        if (offered(subject).stream()
                .flatMap(List::stream)
                .anyMatch(entry -> entry.digest().equals(digest))) {
            return;
        }
        ReentrantLock turn = place.endpoint().turn(place.name() + "@" + subject);
        await(turn);
        try {
            addToKept(referrer, subject);
        } finally {
            turn.unlock();
        }
    }

    private void await(ReentrantLock turn) {
        try {
            while (!turn.tryLock(50, TimeUnit.MILLISECONDS)) {
                place.caller().cancellation().check();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    private void addToKept(Manifest referrer, Digest subject) {
        Tag tag = tagOf(subject);
        String refused = "";
        for (int conflicts = 0; ; conflicts++) {
            Optional<Tagged> current = manifests.tagged(tag);
            String state = current.map(Tagged::etag).orElse("");
            if (conflicts > MAX_CONFLICTS || (conflicts > 0 && state.equals(refused))) {
                throw unlisted(referrer, subject, "the registry does not let the tag " + tag + " be moved", 412);
            }
            Manifest list = current.map(Tagged::manifest).orElseGet(ReferrerIndex::empty);
            if (!isListOf(subject, list)) {
                throw unlisted(referrer, subject, "the tag " + tag + " is not a list of referrers", 0);
            }
            Descriptor entry = entry(referrer);
            if (list.children().stream().anyMatch(child -> child.digest().equals(entry.digest()))) {
                return;
            }
            if (write(list, entry, tag, state) != Stored.CHANGED_MEANWHILE) {
                return;
            }
            refused = state;
        }
    }

    /** A registry that checks the entries refuses them all for one whose manifest has been deleted meanwhile. */
    private Stored write(Manifest list, Descriptor entry, Tag tag, String state) {
        try {
            return manifests.store(append(list, entry, tag), tag.name(), state);
        } catch (RegistryException refusal) {
            boolean missesSomething =
                    refusal.errors().stream().map(RegistryError::code).anyMatch(MISSING::contains);
            Set<Digest> gone = missesSomething ? gone(list) : Set.of();
            if (gone.isEmpty()) {
                throw refusal;
            }
            return manifests.store(append(ReferrerIndex.without(list, gone), entry, tag), tag.name(), state);
        }
    }

    private Set<Digest> gone(Manifest list) {
        return list.children().stream()
                .map(Descriptor::digest)
                .filter(digest -> manifests.manifest(digest).isEmpty())
                .collect(Collectors.toSet());
    }

    private Manifest append(Manifest list, Descriptor entry, Tag tag) {
        try {
            return ReferrerIndex.append(list, entry);
        } catch (FormatException malformed) {
            throw RegistryException.invalid(
                    "list referrer", place.location(tag.name()), String.valueOf(malformed.getMessage()));
        }
    }

    private static Descriptor entry(Manifest referrer) {
        Descriptor plain = referrer.descriptor();
        return new Descriptor(
                plain.mediaType(),
                plain.digest(),
                plain.size(),
                Optional.empty(),
                referrer.artifactType(),
                referrer.annotations(),
                List.of());
    }

    private RegistryException unlisted(Manifest referrer, Digest subject, String reason, int status) {
        return new RegistryException(
                RegistryException.Kind.REFUSED,
                "list referrer",
                place.location(referrer.descriptor().digest().toString()),
                "stored, but nobody will find it from " + subject + ": " + reason,
                status,
                List.of(),
                false,
                null);
    }

    private RegistryException invalid(Digest subject, String reason) {
        return RegistryException.invalid("list referrers", place.location(subject.toString()), reason);
    }

    /** A part of a list; {@code offered} is whether there is a list. */
    private static final class Page {
        static final Page NOT_OFFERED = new Page(false, List.of(), Optional.empty());

        private final boolean offered;
        private final List<Descriptor> entries;
        private final Optional<String> link;

        Page(boolean offered, List<Descriptor> entries, Optional<String> link) {
            this.offered = offered;
            this.entries = entries;
            this.link = link;
        }
    }
}
