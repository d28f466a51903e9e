package io.registrysync.store;

import io.registrysync.spec.RegistrySpec;
import io.registrysync.spec.SyncFile;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Registries and tasks as a sync file, which the command line reads too. No secret leaves this way. */
public final class Exchange {
    private final Database database;
    private final RegistryStore registries;
    private final TaskStore tasks;

    Exchange(Database database, RegistryStore registries, TaskStore tasks) {
        this.database = database;
        this.registries = registries;
        this.tasks = tasks;
    }

    /**
     * A sync file.
     *
     * @param yaml     its text
     * @param warnings what is not in it, because such a file has no place for it
     */
    public record Export(String yaml, List<String> warnings) {
        /** Freezes the list. */
        public Export {
            warnings = List.copyOf(warnings);
        }
    }

    /** What becomes of what is there already. */
    public enum Mode {
        /** It stays as it is. */
        SKIP,
        /** It becomes as the file has it. What a file cannot say stays. */
        REPLACE
    }

    /** What came of something in a file. */
    public enum Outcome {
        /** It was not there before. */
        ADDED,
        /** It is now as the file has it. */
        REPLACED,
        /** It was there, and stayed as it was. */
        SKIPPED,
        /** It cannot be stored; the reason says why. */
        REFUSED
    }

    /**
     * Something in a file.
     *
     * @param isTask whether it is a task, or else a registry
     * @param reason why it was refused; otherwise empty
     */
    public record Item(boolean isTask, String name, Outcome outcome, String reason) {}

    /**
     * What came of a file.
     *
     * @param items    in their order, registries first
     * @param warnings what is left for people to do
     */
    public record Result(List<Item> items, List<String> warnings) {
        /** Freezes the lists. */
        public Result {
            items = List.copyOf(items);
            warnings = List.copyOf(warnings);
        }
    }

    // ---- out ------------------------------------------------------------------------------------------------------

    /**
     * All registries and tasks, by name. Passwords stand in the file as variables, each registry with one of its own.
     *
     * @throws StoreException where there is nothing to write
     */
    public Export export() {
        return database.change(handle -> {
            List<String> warnings = new ArrayList<>();
            Map<String, RegistrySpec> specs = new LinkedHashMap<>();
            Set<String> variables = new HashSet<>();
            RegistryStore.list(handle).stream()
                    .map(StoredRegistry::entry)
                    .sorted(Comparator.comparing(RegistryEntry::name))
                    .forEach(entry -> {
                        specs.put(entry.name(), entry.toSpec(unused(entry.variable(), variables)));
                        warn(entry, warnings);
                    });
            List<SyncSpec> syncs = new ArrayList<>();
            TaskStore.list(handle).stream()
                    .sorted(Comparator.comparing(Task::name))
                    .forEach(task -> {
                        syncs.add(task.entry().spec());
                        warn(task, warnings);
                    });
            if (specs.isEmpty() && syncs.isEmpty()) {
                throw StoreException.of(Kind.WRONG_STATE, "there are neither registries nor tasks to export");
            }
            return new Export(new SyncFile(specs, syncs).toYaml(), warnings);
        });
    }

    private static String unused(String variable, Set<String> used) {
        String free = variable;
        for (int number = 2; !used.add(free); number++) {
            free = variable + "_" + number;
        }
        return free;
    }

    private static void warn(RegistryEntry registry, List<String> warnings) {
        if (registry.ca().isPresent()) {
            warnings.add("registry " + registry.name()
                    + ": its certificate is not in the file; write it beside the file, and its path as ca");
        }
        if (registry.maxUnits().isPresent()) {
            warnings.add(
                    "registry " + registry.name() + ": the file does not say how many repositories it takes at once");
        }
        if (!registry.enabled()) {
            warnings.add("registry " + registry.name() + ": the file does not say that it is disabled");
        }
    }

    private static void warn(Task task, List<String> warnings) {
        if (!TaskEntry.of(task.entry().spec()).equals(task.entry())) {
            warnings.add("task " + task.name() + ": its priority, parallelism and overlap are not in the file");
        }
    }

    // ---- in -------------------------------------------------------------------------------------------------------

    /**
     * Takes over a sync file, all of it or, where something fails, nothing. Files that it names are not read.
     *
     * @param environment what {@code ${NAME}} stands for. Whoever has written the text can have any of these sent to a
     *     host of his own, so give him nothing that he may not know. A password whose variable is missing stays as it is
     * @throws io.registrysync.spec.SyncFileException where the text is no sync file
     */
    public Result load(String yaml, Map<String, String> environment, Mode mode) {
        SyncFile file = SyncFile.parseWithoutPasswords("the file", yaml, environment);
        return database.change(handle -> load(handle, file, environment, mode));
    }

    /** What {@link #load} would do; nothing stays of it. */
    public Result rehearse(String yaml, Map<String, String> environment, Mode mode) {
        SyncFile file = SyncFile.parseWithoutPasswords("the file", yaml, environment);
        return database.rehearse(handle -> load(handle, file, environment, mode));
    }

    private Result load(Handle handle, SyncFile file, Map<String, String> environment, Mode mode) {
        List<Item> items = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        file.registries().forEach((name, spec) -> items.add(registry(handle, name, spec, environment, mode, warnings)));
        Set<String> channels = Set.copyOf(handle.createQuery("SELECT name FROM sync_channel")
                .mapTo(String.class)
                .list());
        file.syncs().forEach(spec -> items.add(task(handle, spec, channels, mode, warnings)));
        return new Result(items, warnings);
    }

    private Item registry(
            Handle handle,
            String name,
            RegistrySpec spec,
            Map<String, String> environment,
            Mode mode,
            List<String> warnings) {
        Optional<StoredRegistry> before = RegistryStore.named(handle, name);
        if (before.isPresent() && mode == Mode.SKIP) {
            return new Item(false, name, Outcome.SKIPPED, "");
        }
        RegistryEntry entry = before.map(StoredRegistry::entry)
                .orElseGet(() -> RegistryEntry.at(name, spec.url()))
                .described(spec);
        SecretChange password = password(spec, environment);
        long id;
        if (before.isPresent()) {
            id = before.get().id();
            registries.update(handle, id, before.get().version(), entry, password);
        } else {
            id = registries.add(handle, entry, password);
        }
        warn(name, spec, RegistryStore.hasPassword(handle, id), warnings);
        return new Item(false, name, before.isPresent() ? Outcome.REPLACED : Outcome.ADDED, "");
    }

    private static SecretChange password(RegistrySpec spec, Map<String, String> environment) {
        return spec.password()
                .map(reference -> environment.getOrDefault(reference.substring(2, reference.length() - 1), ""))
                .filter(secret -> !secret.isEmpty())
                .map(SecretChange::to)
                .orElse(SecretChange.keep());
    }

    private static void warn(String name, RegistrySpec spec, boolean hasPassword, List<String> warnings) {
        if (spec.username().isPresent() && !hasPassword) {
            warnings.add("registry " + name + ": it has no password here; enter it");
        }
        if (spec.ca().isPresent()) {
            warnings.add("registry " + name + ": ca is a file that is not read here; enter the certificate's text");
        }
        if (spec.certificate().isPresent()) {
            warnings.add(
                    "registry " + name + ": certificate and key are files that are not read here; they are left out");
        }
    }

    private Item task(Handle handle, SyncSpec spec, Set<String> channels, Mode mode, List<String> warnings) {
        Optional<Task> before = TaskStore.named(handle, spec.name());
        if (before.isPresent() && mode == Mode.SKIP) {
            return new Item(true, spec.name(), Outcome.SKIPPED, "");
        }
        TaskEntry entry;
        try {
            entry = entry(known(spec, channels, warnings), before);
        } catch (IllegalArgumentException wrong) {
            return new Item(true, spec.name(), Outcome.REFUSED, String.valueOf(wrong.getMessage()));
        }
        if (before.isEmpty()) {
            tasks.add(handle, entry);
            return new Item(true, spec.name(), Outcome.ADDED, "");
        }
        tasks.update(handle, before.get().id(), before.get().version(), entry);
        tasks.setEnabled(handle, before.get().id(), spec.enabled());
        return new Item(true, spec.name(), Outcome.REPLACED, "");
    }

    private static TaskEntry entry(SyncSpec spec, Optional<Task> before) {
        return before.map(Task::entry)
                .map(old -> new TaskEntry(spec, old.priority(), old.parallelism(), old.overlap()))
                .orElseGet(() -> TaskEntry.of(spec));
    }

    /** The same without channels that are not here. */
    private static SyncSpec known(SyncSpec spec, Set<String> channels, List<String> warnings) {
        List<String> wanted = spec.notification().channels();
        List<String> known = wanted.stream().filter(channels::contains).toList();
        wanted.stream()
                .filter(channel -> !channels.contains(channel))
                .forEach(channel -> warnings.add("task " + spec.name() + ": there is no channel " + channel
                        + " here; add it, and name it in the task"));
        return new SyncSpec(
                spec.name(),
                spec.description(),
                spec.source(),
                spec.targets(),
                spec.images(),
                spec.tags(),
                spec.platforms(),
                spec.index(),
                spec.referrers(),
                spec.digestTags(),
                spec.mapping(),
                spec.limits(),
                spec.delete(),
                spec.schedule(),
                spec.notification().to(known),
                spec.enabled());
    }
}
