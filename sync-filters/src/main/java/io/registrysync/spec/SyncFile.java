package io.registrysync.spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sync file holds: registries by their names, and the syncs between them. {@code docs/sync-file.md} describes the
 * file; {@code sync-file.schema.json} beside this class is its JSON Schema.
 *
 * @param registries by the names that the syncs use, in the order of the file
 * @param syncs      in the order of the file; no name twice
 */
public record SyncFile(Map<String, RegistrySpec> registries, List<SyncSpec> syncs) {
    /**
     * Checks that names are unique and that every registry that a sync names is described.
     *
     * @throws IllegalArgumentException where one is not
     */
    public SyncFile {
        registries = Collections.unmodifiableMap(new LinkedHashMap<>(registries));
        syncs = List.copyOf(syncs);
        registries.keySet().forEach(Checks::name);
        if (registries.isEmpty() && syncs.isEmpty()) {
            throw new IllegalArgumentException("nothing is described: there are neither registries nor syncs");
        }
        Checks.distinct("the sync", syncs.stream().map(SyncSpec::name).toList());
        for (SyncSpec sync : syncs) {
            for (String name : sync.registries()) {
                Checks.described(name, registries.keySet());
            }
        }
    }

    /**
     * Reads a file.
     *
     * @param environment the variables that {@code ${NAME}} stands for; a password's must be set, but its value is not
     *     kept
     * @throws SyncFileException where the file does not describe syncs
     * @throws IOException       where it cannot be read
     */
    public static SyncFile read(Path file, Map<String, String> environment) throws IOException {
        return SyncFileReader.read(file, environment);
    }

    /**
     * Reads the text of a file; otherwise like {@link #read}.
     *
     * @param name stands for the file in messages
     * @throws SyncFileException where the text does not describe syncs
     */
    public static SyncFile parse(String name, String text, Map<String, String> environment) {
        return SyncFileReader.parse(name, text, environment);
    }

    /**
     * Reads the text of a file for whoever has the passwords elsewhere: their variables need not be set; otherwise like
     * {@link #parse}.
     *
     * @param name stands for the file in messages
     * @throws SyncFileException where the text does not describe syncs
     */
    public static SyncFile parseWithoutPasswords(String name, String text, Map<String, String> environment) {
        return SyncFileReader.parse(name, text, new Variables(environment, false));
    }

    /**
     * The text of a file that reads back as an equal value. Defaults and aliases of a file that was read are resolved;
     * passwords stand in it as the variables that they come from.
     */
    public String toYaml() {
        return SyncFileWriter.write(this);
    }
}
