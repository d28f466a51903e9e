package io.registrysync.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.IntPredicate;

/**
 * Cuts entries out of an index without touching any other byte: what this library does not know of, in the index and in
 * the entries that stay, survives.
 */
final class IndexCut {
    private static final JsonFactory JSON = new JsonFactory();
    /** The parser counts places from behind it. */
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private IndexCut() {}

    /**
     * The index with some of its entries only.
     *
     * @param index   well-formed, with one property {@code manifests}
     * @param entries by their place, counted from 0
     */
    static byte[] keeping(byte[] index, IntPredicate entries) {
        int start = startsWithMark(index) ? BYTE_ORDER_MARK.length : 0;
        ByteArrayOutputStream kept = new ByteArrayOutputStream(index.length);
        try (JsonParser json = JSON.createParser(index, start, index.length - start)) {
            toEntries(json);
            int written = start + end(json);
            kept.write(index, 0, written);
            boolean first = true;
            for (int number = 0; json.nextToken() == JsonToken.START_OBJECT; number++) {
                int from = start + begin(json);
                json.skipChildren();
                int to = start + end(json);
                if (entries.test(number)) {
                    if (!first) {
                        kept.write(',');
                    }
                    kept.write(index, from, to - from);
                    first = false;
                }
            }
            int rest = start + begin(json);
            kept.write(index, rest, index.length - rest);
        } catch (IOException impossible) {
            throw new IllegalStateException("the index has been read before", impossible);
        }
        return kept.toByteArray();
    }

    /** Goes to the bracket that opens the list of entries. */
    private static void toEntries(JsonParser json) throws IOException {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = json.currentName().equals("manifests");
            json.nextToken();
            if (found) {
                return;
            }
            json.skipChildren();
        }
    }

    private static int begin(JsonParser json) {
        return (int) json.currentTokenLocation().getByteOffset();
    }

    private static int end(JsonParser json) {
        return (int) json.currentLocation().getByteOffset();
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && bytes[0] == BYTE_ORDER_MARK[0]
                && bytes[1] == BYTE_ORDER_MARK[1]
                && bytes[2] == BYTE_ORDER_MARK[2];
    }
}
