package io.registrysync.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list that a registry gives page by page (distribution specification, "Listing Tags"; distribution, "Catalog").
 *
 * <p>Registries repeat pages, point a page at itself and forget the link. So the list ends at a page that brings
 * nothing new, and a full page without a link is followed by asking for what comes after its last entry.
 */
final class Pages implements Iterator<String> {
    static final int PAGE_SIZE = 1000;

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_PAGE_BYTES = 8 * 1024 * 1024;
    private static final int MAX_ENTRIES = 1_000_000;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel\\s*=\\s*\"?next\"?");

    private final Endpoint endpoint;
    private final Call first;
    private final String property;
    private final Set<String> seen = new HashSet<>();
    private final Deque<String> entries = new ArrayDeque<>();
    private @Nullable Call next;

    /**
     * Creates the list; nothing is asked before the first entry is wanted. Where the call expects 404, that is an empty
     * page.
     *
     * @param property the JSON property that holds the entries
     */
    Pages(Endpoint endpoint, Call first, String property) {
        this.endpoint = endpoint;
        this.first = first;
        this.property = property;
        this.next = first;
    }

    Stream<String> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    @Override
    public boolean hasNext() {
        while (entries.isEmpty() && next != null) {
            readPage(next);
        }
        return !entries.isEmpty();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return entries.remove();
    }

    private void readPage(Call call) {
        Page page = endpoint.calls().read(call, response -> {
            if (response.status() == 404) {
                return new Page(List.of(), Optional.empty());
            }
            String json = new String(response.readBody(MAX_PAGE_BYTES), StandardCharsets.UTF_8);
            return new Page(parse(json), response.header("Link"));
        });
        boolean news = false;
        for (String entry : page.entries()) {
            if (seen.add(entry)) {
                entries.add(entry);
                news = true;
            }
        }
        if (seen.size() > MAX_ENTRIES) {
            throw RegistryException.invalid(first.operation(), first.name(), "more than " + MAX_ENTRIES + " entries");
        }
        next = news ? following(call, page) : null;
    }

    /** The target of the first {@code rel=next} in a {@code Link} header (RFC 8288), as it stands there. */
    static Optional<String> nextOf(String header) {
        Matcher link = NEXT.matcher(header);
        return link.find() ? Optional.of(link.group(1)) : Optional.empty();
    }

    private @Nullable Call following(Call call, Page page) {
        Optional<String> link = page.link().flatMap(Pages::nextOf);
        if (link.isPresent()) {
            URI target = Locations.resolve(first.operation(), first.name(), call.uri(), link.get());
            boolean sameOrigin = Origin.of(target).equals(Origin.of(first.uri()));
            if (sameOrigin && target.getPath().equals(first.uri().getPath())) {
                return call.at(target);
            }
            // Proxies and some registries write a wrong host or path; the entry to go on from is all that is needed.
        } else if (page.entries().size() != PAGE_SIZE) {
            return null;
        }
        String last = page.entries().get(page.entries().size() - 1);
        return call.at(URI.create(first.uri() + "&last=" + URLEncoder.encode(last, StandardCharsets.UTF_8)));
    }

    private List<String> parse(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw malformed();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = json.currentName().equals(property);
                JsonToken value = json.nextToken();
                if (wanted && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        if (json.currentToken() == JsonToken.VALUE_STRING) {
                            found.add(json.getText());
                        }
                        json.skipChildren();
                    }
                } else {
                    json.skipChildren();
                }
            }
            return found;
        } catch (JsonProcessingException broken) {
            throw malformed();
        }
    }

    private RegistryException malformed() {
        return RegistryException.invalid(first.operation(), first.name(), "the list is not valid JSON");
    }

    private record Page(List<String> entries, Optional<String> link) {}
}
