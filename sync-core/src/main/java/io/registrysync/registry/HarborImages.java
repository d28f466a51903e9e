package io.registrysync.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.MediaType;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What Harbor's list of artifacts tells of the images of one repository. Used by one thread. */
final class HarborImages {
    private final Map<Digest, Instant> created = new HashMap<>();
    /** The images of each index. */
    private final Map<Digest, Set<Digest>> indexes = new HashMap<>();

    /** Takes an entry of the list; one that makes no sense tells nothing. */
    void add(JsonNode artifact) {
        try {
            Digest digest = Digest.parse(artifact.path("digest").asText());
            // Other artifacts tell a time of their own making: Harbor copies whatever their configurations say.
            if (new MediaType(artifact.path("media_type").asText()).isImageConfig()) {
                PushTime.instant(artifact.path("extra_attrs").path("created").asText())
                        .ifPresent(time -> created.put(digest, time));
            } else if (new MediaType(artifact.path("manifest_media_type").asText()).isIndex()) {
                indexes.put(digest, images(artifact));
            }
        } catch (FormatException nonsense) {
            // The image itself is there to be read.
        }
    }

    /** Those that run: attestations are for a platform that is unknown. */
    private static Set<Digest> images(JsonNode index) {
        Set<Digest> images = new LinkedHashSet<>();
        for (JsonNode reference : index.path("references")) {
            if (!reference.path("platform").path("os").asText().equals("unknown")) {
                images.add(Digest.parse(reference.path("child_digest").asText()));
            }
        }
        return images;
    }

    /** Of an index only where all of its images tell when they were made. */
    Map<Digest, Instant> createdTimes() {
        Map<Digest, Instant> times = new HashMap<>(created);
        indexes.forEach((index, images) -> {
            if (created.keySet().containsAll(images)) {
                Optional<Instant> newest = images.stream().map(created::get).max(Instant::compareTo);
                newest.ifPresent(time -> times.put(index, time));
            }
        });
        return times;
    }
}
