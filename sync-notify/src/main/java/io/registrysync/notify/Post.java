package io.registrysync.notify;

import java.net.URI;
import java.util.Map;

/** A request to a webhook: JSON by POST. */
record Post(URI uri, Map<String, String> headers, String body) {
    /** The address holds a key. */
    @Override
    public String toString() {
        return "Post[" + uri.getHost() + "]";
    }
}
