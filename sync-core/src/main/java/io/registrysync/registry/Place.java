package io.registrysync.registry;

import io.registrysync.oci.Digest;
import io.registrysync.oci.RepositoryName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A repository at a registry and who asks for it, in the words of requests and messages.
 *
 * @param caller can call requests off, and hears what goes on meanwhile
 */
record Place(Endpoint endpoint, RepositoryName name, Call.Caller caller) {
    String location() {
        return endpoint.host() + "/" + name;
    }

    String location(String reference) {
        return location() + (reference.contains(":") ? "@" : ":") + reference;
    }

    List<String> pullScopes() {
        return List.of("repository:" + name + ":pull");
    }

    /** In the order that token servers are used to. */
    List<String> pushScopes() {
        return List.of("repository:" + name + ":pull,push");
    }

    List<String> mountScopes(RepositoryName from) {
        List<String> scopes = new ArrayList<>(pushScopes());
        if (!from.equals(name)) {
            scopes.add("repository:" + from + ":pull");
        }
        return scopes;
    }

    void requireVerifiable(Digest digest) {
        if (!digest.isVerifiable()) {
            throw RegistryException.invalid(
                    "verify", location(digest.toString()), "digests of this algorithm cannot be verified");
        }
    }

    void warn(String text) {
        caller.notices().accept(new Notice(Notice.Kind.WARNING, endpoint.host().toString(), text, Duration.ZERO));
    }

    /** Compressed in transit, content would no longer be the bytes that the digest speaks of. */
    void refuseEncoding(Response response, String operation, String reference) {
        String encoding = response.header("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw RegistryException.invalid(
                    operation,
                    location(reference),
                    "the answer has Content-Encoding " + ForeignText.clean(encoding, 40)
                            + " although none was asked for");
        }
    }
}
