package io.registrysync.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list of objects that a vendor's API gives in numbered pages. Addresses of further pages are made here, never taken
 * from an answer. The list ends at a page that repeats the one before, and at a status other than 200 that the call
 * expects.
 */
final class NumberedPages implements Iterator<JsonNode> {
    static final int PAGE_SIZE = 100;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_PAGES = 1000;
    private static final int MAX_PAGE_BYTES = 8 * 1024 * 1024;

    /** Some entries, and whether the vendor says that more follow. */
    record Page(List<JsonNode> entries, boolean more) {}

    /** Finds a page in the answer to the request for it. */
    @FunctionalInterface
    interface Form {
        Page page(JsonNode answer, Response head, int number);
    }

    private final Endpoint endpoint;
    private final IntFunction<Call> calls;
    private final Form form;
    private final Deque<JsonNode> entries = new ArrayDeque<>();
    private Page last = new Page(List.of(), true);
    private int number;

    private NumberedPages(Endpoint endpoint, IntFunction<Call> calls, Form form) {
        this.endpoint = endpoint;
        this.calls = calls;
        this.form = form;
    }

    /**
     * The entries, read page by page as they are consumed.
     *
     * @param calls asks for the page of a number, 1 for the first
     */
    static Stream<JsonNode> stream(Endpoint endpoint, IntFunction<Call> calls, Form form) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new NumberedPages(endpoint, calls, form), Spliterator.ORDERED | Spliterator.NONNULL),
                false);
    }

    @Override
    public boolean hasNext() {
        while (entries.isEmpty() && last.more()) {
            readPage(calls.apply(++number));
        }
        return !entries.isEmpty();
    }

    @Override
    public JsonNode next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return entries.remove();
    }

    private void readPage(Call call) {
        if (number > MAX_PAGES) {
            throw RegistryException.invalid(call.operation(), call.name(), "more than " + MAX_PAGES + " pages");
        }
        Page page = endpoint.calls().read(call, response -> {
            if (response.status() != 200) {
                return new Page(List.of(), false);
            }
            byte[] bytes = response.readBody(MAX_PAGE_BYTES);
            try {
                return form.page(JSON.readTree(bytes), response, number);
            } catch (JsonProcessingException malformed) {
                throw RegistryException.invalid(call.operation(), call.name(), "the list is not valid JSON");
            }
        });
        boolean repeated = page.entries().equals(last.entries());
        if (!repeated) {
            entries.addAll(page.entries());
        }
        last = new Page(page.entries(), page.more() && !repeated);
    }
}
