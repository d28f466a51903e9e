package io.registrysync.store;

import io.registrysync.spec.SyncSpec;
import io.registrysync.store.StoreException.Kind;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** The specs of tasks, and what they name. A name that changes changes in all specs, within one transaction. */
final class TaskSpecs {
    /** Some thousand tasks of ordinary size. */
    private static final ParsedSpecs PARSED = new ParsedSpecs(4 << 20);

    private TaskSpecs() {}

    static SyncSpec parse(String text) {
        return PARSED.get(text);
    }

    static void renameRegistry(Handle handle, long registry, String from, String to) {
        rename(
                handle,
                handle.createQuery("SELECT task_id FROM sync_task_registry WHERE registry_id = :id")
                        .bind("id", registry)
                        .mapTo(Long.class)
                        .list(),
                spec -> spec.renamingRegistry(from, to));
    }

    static void renameChannel(Handle handle, long channel, String from, String to) {
        rename(
                handle,
                handle.createQuery("SELECT task_id FROM sync_task_channel WHERE channel_id = :id")
                        .bind("id", channel)
                        .mapTo(Long.class)
                        .list(),
                spec -> spec.renamingChannel(from, to));
    }

    private static void rename(Handle handle, List<Long> tasks, UnaryOperator<SyncSpec> change) {
        for (long task : tasks) {
            String text = handle.createQuery("SELECT spec FROM sync_task WHERE id = :id")
                    .bind("id", task)
                    .mapTo(String.class)
                    .one();
            handle.createUpdate("UPDATE sync_task SET spec = :spec, version = version + 1 WHERE id = :id")
                    .bind("spec", change.apply(parse(text)).toYaml())
                    .bind("id", task)
                    .execute();
        }
    }

    /**
     * Looks whether tasks need something.
     *
     * @param what {@code registry} or {@code channel}
     * @throws StoreException where one does; the message names the tasks
     */
    static void requireUnused(Handle handle, String what, long id) {
        List<String> tasks = handle.createQuery("SELECT name FROM sync_task JOIN sync_task_" + what
                        + " ON task_id = id WHERE " + what + "_id = :id ORDER BY name")
                .bind("id", id)
                .mapTo(String.class)
                .list();
        if (!tasks.isEmpty()) {
            String users = String.join(", ", tasks);
            throw StoreException.of(
                    Kind.IN_USE,
                    tasks.size() == 1
                            ? "the " + what + " is used by the task " + users + "; change or delete it first"
                            : "the " + what + " is used by the tasks " + users + "; change or delete them first");
        }
    }

    /** Notes what a task's spec names, so that nobody deletes it. */
    static void link(Handle handle, long task, SyncSpec spec) {
        link(handle, task, "registry", spec.registries());
        link(handle, task, "channel", Set.copyOf(spec.notification().channels()));
    }

    private static void link(Handle handle, long task, String what, Set<String> names) {
        handle.createUpdate("DELETE FROM sync_task_" + what + " WHERE task_id = :task")
                .bind("task", task)
                .execute();
        for (String name : names) {
            long id = handle.createQuery("SELECT id FROM sync_" + what + " WHERE name = :name")
                    .bind("name", name)
                    .mapTo(Long.class)
                    .findOne()
                    .orElseThrow(
                            () -> StoreException.of(Kind.NOT_FOUND, "there is no " + what + " with the name " + name));
            handle.createUpdate("INSERT INTO sync_task_" + what + " (task_id, " + what + "_id) VALUES (:task, :id)")
                    .bind("task", task)
                    .bind("id", id)
                    .execute();
        }
    }
}
