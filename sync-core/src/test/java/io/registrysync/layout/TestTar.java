package io.registrysync.layout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Writes tar archives byte by byte, also such as no program should write. Shares no line with the product. */
final class TestTar {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TestTar file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    TestTar file(String name, byte[] content) {
        return entry('0', name, "", content);
    }

    TestTar link(char type, String name, String target) {
        return entry(type, name, target, new byte[0]);
    }

    TestTar entry(char type, String name, String link, byte[] content) {
        return header(type, name, link, content.length).raw(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    }

    /** A header without content. */
    TestTar header(char type, String name, String link, long size) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(block, 100, "0000644");
        put(block, 124, String.format(Locale.ROOT, "%011o", size));
        put(block, 136, "00000000000");
        put(block, 148, "        ");
        block[156] = (byte) type;
        put(block, 157, link);
        put(block, 257, "ustar\00000");
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        put(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        return raw(block);
    }

    TestTar raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** A pax header for the next entry. */
    TestTar pax(String... keysAndValues) {
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            String rest = " " + keysAndValues[i] + "=" + keysAndValues[i + 1] + "\n";
            int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
            int length = bytes + Integer.toString(bytes + 2).length();
            records.append(length).append(rest);
        }
        return file('x', records.toString());
    }

    private TestTar file(char type, String content) {
        return entry(type, "PaxHeader", "", content.getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(new byte[1024]);
        return whole.toByteArray();
    }

    Path write(Path path) {
        try {
            return Files.write(path, bytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void put(byte[] block, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, offset, Math.min(bytes.length, 100));
    }
}
