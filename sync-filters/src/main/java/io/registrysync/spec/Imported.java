package io.registrysync.spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What another tool's file says, as a sync file.
 *
 * @param file    the same in our words; passwords are left out, variables stand in their place
 * @param remarks what could not be taken over and what is left to do, for people; holds no secret
 */
public record Imported(SyncFile file, List<String> remarks) {
    /** Copies the list. */
    public Imported {
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads a {@code registries.yaml}: with {@code registries.source} and {@code registries.target}, or with any number
     * of registries that have a name, as a list or as keys.
     *
     * @throws SyncFileException where it holds no registries, or a value cannot be used
     * @throws IOException       where it cannot be read
     */
    public static Imported registriesYaml(Path file) throws IOException {
        return RegistriesYaml.read(file.toString(), SyncFileReader.content(file));
    }

    /**
     * Reads the text of a {@code registries.yaml}; otherwise like the other method.
     *
     * @param name stands for the file in messages
     * @throws SyncFileException where it holds no registries, or a value cannot be used
     */
    public static Imported registriesYaml(String name, String text) {
        return RegistriesYaml.read(name, text);
    }
}
