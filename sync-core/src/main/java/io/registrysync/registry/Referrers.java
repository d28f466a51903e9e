package io.registrysync.registry;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import io.registrysync.oci.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The manifests that refer to others (distribution specification, "Listing Referrers"). */
final class Referrers {
    private final Endpoint endpoint;
    private final RemoteRepository repository;
    private final Call.Caller caller;

    Referrers(Endpoint endpoint, RemoteRepository repository, Call.Caller caller) {
        this.endpoint = endpoint;
        this.repository = repository;
        this.caller = caller;
    }

    /** Those of one subject, each once. */
    List<Descriptor> of(Digest subject) {
        Map<Digest, Descriptor> found = new LinkedHashMap<>();
        for (Descriptor referrer : offered(subject).orElseGet(() -> kept(subject))) {
            found.putIfAbsent(referrer.digest(), referrer);
        }
        return new ArrayList<>(found.values());
    }

    /** What the registry lists; empty where it has no such list. */
    private Optional<List<Descriptor>> offered(Digest subject) {
        String where = repository.location(subject.toString());
        Call call = Call.of(
                        "list referrers",
                        where,
                        "GET",
                        endpoint.address(repository.name(), "/referrers/" + subject),
                        endpoint.answerLimit(0),
                        caller)
                .header("Accept", MediaType.OCI_INDEX.name())
                .scopes(List.of("repository:" + repository.name() + ":pull"))
                .expecting(status -> status == 200 || status == 404);
        return endpoint.calls().read(call, response -> {
            if (response.status() == 404) {
                return Optional.empty();
            }
            byte[] bytes = response.readBody(endpoint.maxManifestBytes());
            try {
                return Optional.of(Manifest.parse(MediaType.OCI_INDEX, bytes).children());
            } catch (FormatException malformed) {
                throw RegistryException.invalid("list referrers", where, String.valueOf(malformed.getMessage()));
            }
        });
    }

    /** What clients keep under a tag where the registry has no list ("Referrers Tag Schema"). */
    private List<Descriptor> kept(Digest subject) {
        Tag tag = new Tag(subject.algorithm() + "-" + subject.encoded());
        return repository.resolve(tag).isEmpty()
                ? List.of()
                : repository.manifest(tag).children();
    }
}
