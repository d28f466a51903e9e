package io.registrysync.layout;

import io.registrysync.oci.FormatException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of a tar archive are within it: read once, from the headers alone. Nothing is ever extracted.
 *
 * <p>The archive is hostile: a name that leads elsewhere, a link, a device, a length that the file has no room for or
 * more entries than {@value #MAX_ENTRIES} refuse the whole of it. Reads ustar, pax and GNU headers.
 */
final class TarDirectory {
    private static final int MAX_ENTRIES = 100_000;
    /** Of what GNU and pax headers add to an entry. */
    private static final int MAX_EXTENSION = 1024 * 1024;

    private static final int BLOCK = TarHeader.BLOCK;
    private static final int MAX_LINKS = 8;

    private final Path path;
    private final boolean symlinksAllowed;
    private final Map<String, Entry> entries = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Set<String> ambiguous = new HashSet<>();
    private int headers;

    /** A file, or a symbolic link where {@code target} is not empty. */
    record Entry(long offset, long size, String target) {}

    private TarDirectory(Path path, boolean symlinksAllowed) {
        this.path = path;
        this.symlinksAllowed = symlinksAllowed;
    }

    /**
     * Reads the headers.
     *
     * @param symlinksAllowed whether links within the archive are followed
     * @throws FormatException where it is no archive, or one that is not to be trusted
     */
    static TarDirectory read(Path path, boolean symlinksAllowed) throws IOException {
        TarDirectory directory = new TarDirectory(path, symlinksAllowed);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            directory.scan(file);
        }
        return directory;
    }

    /** The names of all files, in their order. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** Finds a file; a symbolic link leads to another name within the archive or nowhere. */
    Optional<Entry> find(String name) {
        String current = name;
        for (int links = 0; links <= MAX_LINKS; links++) {
            if (ambiguous.contains(current)) {
                throw new FormatException("the archive has " + FormatException.quote(current) + " twice");
            }
            Entry entry = entries.get(current);
            if (entry == null || entry.target().isEmpty()) {
                return Optional.ofNullable(entry);
            }
            current = target(current, entry.target());
        }
        throw new FormatException(FormatException.quote(name) + " leads through too many links");
    }

    /** The whole of a small file. */
    Optional<byte[]> content(String name, int limit) throws IOException {
        Optional<Entry> entry = find(name);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        if (entry.get().size() > limit) {
            throw new FormatException(
                    FormatException.quote(name) + " of the archive is longer than " + limit + " bytes");
        }
        try (FileRegion in = open(entry.get(), 0)) {
            return Optional.of(in.readAllBytes());
        }
    }

    FileRegion open(Entry entry, long offset) throws IOException {
        return new FileRegion(path, entry.offset() + offset, entry.size() - offset);
    }

    // ---- scanning -------------------------------------------------------------------------------------------------

    private void scan(RandomAccessFile file) throws IOException {
        long length = file.length();
        long position = 0;
        Extension extension = new Extension();
        while (position < length) {
            byte[] block = block(file, position, length);
            if (isZero(block)) {
                break;
            }
            if (++headers > MAX_ENTRIES) {
                throw new FormatException("the archive has more than " + MAX_ENTRIES + " entries");
            }
            requireChecksum(block, position);
            position += BLOCK;
            char type = (char) (block[156] & 0xff);
            long size = extension.size >= 0 && "xgLK".indexOf(type) < 0 ? extension.size : number(block, 124, 12);
            if ("123456".indexOf(type) >= 0) {
                // Links, devices and folders have no content, whatever their header says.
                size = 0;
            }
            if (size > length - position) {
                throw new FormatException("the archive is cut off: an entry goes on for " + size + " bytes after byte "
                        + position + " of " + length);
            }
            switch (type) {
                case 'x' -> extension.readPax(content(file, position, size));
                case 'g' -> {}
                case 'L' -> extension.name = terminated(content(file, position, size));
                case 'K' -> extension.target = terminated(content(file, position, size));
                default -> {
                    add(type, extension, block, position, size);
                    extension = new Extension();
                }
            }
            position += TarHeader.padded(size);
        }
        if (names.isEmpty()) {
            throw new FormatException("the archive is empty");
        }
    }

    private static byte[] block(RandomAccessFile file, long position, long length) throws IOException {
        if (length - position < BLOCK) {
            throw new FormatException(
                    position == 0 ? "not a tar archive" : "the archive is cut off after byte " + position);
        }
        return bytes(file, position, BLOCK);
    }

    private static byte[] content(RandomAccessFile file, long position, long size) throws IOException {
        if (size > MAX_EXTENSION) {
            throw new FormatException("a header of the archive is longer than " + MAX_EXTENSION + " bytes");
        }
        return bytes(file, position, (int) size);
    }

    private static byte[] bytes(RandomAccessFile file, long position, int count) throws IOException {
        byte[] bytes = new byte[count];
        file.seek(position);
        file.readFully(bytes);
        return bytes;
    }

    private static boolean isZero(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }

    private static void requireChecksum(byte[] block, long position) {
        if (number(block, 148, 8) != TarHeader.checksum(block)) {
            throw new FormatException(
                    position == 0 ? "not a tar archive" : "the archive is damaged: no header at byte " + position);
        }
    }

    private void add(char type, Extension extension, byte[] block, long offset, long size) {
        String name = plain(extension.name == null ? name(block) : extension.name);
        switch (type) {
            case '0', '\0', '7' -> {
                if (extension.sparse) {
                    throw refused(name, "a sparse file");
                }
                put(name, new Entry(offset, size, ""));
            }
            case '5' -> {}
            case '2' -> {
                if (!symlinksAllowed) {
                    throw refused(name, "a symbolic link");
                }
                put(name, new Entry(offset, 0, extension.target == null ? text(block, 157, 100) : extension.target));
            }
            case '1' -> throw refused(name, "a hard link");
            case '3', '4', '6' -> throw refused(name, "a device");
            case 'S' -> throw refused(name, "a sparse file");
            default ->
                throw refused(name, "an entry of the unknown type '" + (type > 0x20 && type < 0x7f ? type : '?') + "'");
        }
    }

    private void put(String name, Entry entry) {
        if (entries.put(name, entry) == null) {
            names.add(name);
        } else {
            ambiguous.add(name);
        }
    }

    private static FormatException refused(String name, String what) {
        return new FormatException(
                "the archive holds " + what + ", " + FormatException.quote(name) + ", which has no place in it");
    }

    // ---- names ----------------------------------------------------------------------------------------------------

    /** Without {@code ./} and a last slash. A name that leads out of the archive is refused. */
    private static String plain(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..") || name.startsWith("/") || name.indexOf('\0') >= 0) {
                throw new FormatException(
                        "the archive holds " + FormatException.quote(name) + ", which leads out of it");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /** What a link at {@code name} leads to. */
    private static String target(String name, String link) {
        List<String> parts = new ArrayList<>(List.of(name.split("/", -1)));
        parts.remove(parts.size() - 1);
        for (String part : link.split("/", -1)) {
            if (link.startsWith("/") || (part.equals("..") && parts.isEmpty())) {
                throw new FormatException("the link " + FormatException.quote(name) + " leads out of the archive");
            }
            if (part.equals("..")) {
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static String name(byte[] block) {
        String name = text(block, 0, 100);
        // GNU's older format has other things where POSIX keeps the beginning of a long name.
        boolean posix = text(block, 257, 6).equals("ustar") && block[262] == 0;
        String prefix = posix ? text(block, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] block, int offset, int length) {
        return terminated(Arrays.copyOfRange(block, offset, offset + length));
    }

    private static String terminated(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** An octal number, or a binary one where the first bit is set. */
    private static long number(byte[] block, int offset, int length) {
        if ((block[offset] & 0x80) != 0) {
            long value = block[offset] & 0x7f;
            for (int i = 1; i < length; i++) {
                if (value > Long.MAX_VALUE >> 8) {
                    throw new FormatException("the archive is damaged: a number in a header is too large");
                }
                value = value << 8 | (block[offset + i] & 0xff);
            }
            return value;
        }
        String octal = text(block, offset, length).strip();
        if (!octal.matches("[0-7]{0,12}")) {
            throw new FormatException("not a tar archive, or a damaged one: a header has no number where it should");
        }
        return octal.isEmpty() ? 0 : Long.parseLong(octal, 8);
    }

    /** What stands before an entry and is about it. */
    private static final class Extension {
        private @Nullable String name;
        private @Nullable String target;
        private long size = -1;
        private boolean sparse;

        /** Records of the form {@code length key=value}. */
        void readPax(byte[] records) {
            int at = 0;
            while (at < records.length) {
                int blank = at;
                while (blank < records.length && blank < at + 8 && records[blank] >= '0' && records[blank] <= '9') {
                    blank++;
                }
                int length = blank == at ? 0 : Integer.parseInt(ascii(records, at, blank));
                if (blank >= records.length
                        || records[blank] != ' '
                        || length <= blank - at + 1
                        || length > records.length - at) {
                    throw new FormatException("a header of the archive is damaged");
                }
                accept(new String(records, blank + 1, at + length - blank - 2, StandardCharsets.UTF_8));
                at += length;
            }
        }

        private static String ascii(byte[] bytes, int from, int to) {
            return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        }

        private void accept(String record) {
            int equals = record.indexOf('=');
            if (equals < 1) {
                throw new FormatException("a header of the archive is damaged");
            }
            String key = record.substring(0, equals);
            String value = record.substring(equals + 1);
            switch (key) {
                case "path" -> name = value;
                case "linkpath" -> target = value;
                case "size" -> {
                    if (!value.matches("[0-9]{1,18}")) {
                        throw new FormatException("a header of the archive is damaged: no length");
                    }
                    size = Long.parseLong(value);
                }
                default -> sparse |= key.startsWith("GNU.sparse.");
            }
        }
    }
}
