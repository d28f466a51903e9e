package io.registrysync.store;

import io.registrysync.spec.SyncSpec;
import io.registrysync.store.StoreException.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tasks and when they run next. */
public final class TaskStore {
    private static final String COLUMNS =
            "id, spec, enabled, next_run_at, priority, parallelism, overlap, version, created_at, updated_at";

    private final Database database;
    private final InstantSource clock;

    TaskStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** All, by name. */
    public List<Task> list() {
        return database.read(TaskStore::list);
    }

    static List<Task> list(Handle handle) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sync_task ORDER BY name")
                .map((row, context) -> task(row))
                .list();
    }

    /**
     * One of them.
     *
     * @throws StoreException where there is none
     */
    public Task get(long id) {
        return database.read(handle -> get(handle, id));
    }

    /** The one with this name. */
    public Optional<Task> named(String name) {
        return database.read(handle -> named(handle, name));
    }

    static Optional<Task> named(Handle handle, String name) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sync_task WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> task(row))
                .findOne();
    }

    /**
     * Adds one. It is scheduled at once, if it is enabled.
     *
     * @return its id
     * @throws StoreException where the name is taken, or a registry or channel that it names is missing
     */
    public long add(TaskEntry entry) {
        return database.change(handle -> add(handle, entry));
    }

    long add(Handle handle, TaskEntry entry) {
        SyncSpec spec = entry.spec();
        requireFree(handle, spec.name(), 0);
        long id = handle.createUpdate("""
                            INSERT INTO sync_task (name, spec, enabled, next_run_at, priority, parallelism, overlap, version,
                              created_at, updated_at)
                            VALUES (:name, :spec, :enabled, :next, :priority, :parallelism, :overlap, 1, :now, :now)""")
                .bind("name", spec.name())
                .bind("spec", spec.toYaml())
                .bind("enabled", spec.enabled())
                .bind("next", next(spec, spec.enabled()))
                .bind("priority", entry.priority())
                .bind("parallelism", entry.parallelism())
                .bind("overlap", entry.overlap().name())
                .bind("now", clock.millis())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
        TaskSpecs.link(handle, id, spec);
        return id;
    }

    /**
     * Changes one; a changed schedule counts at once. A run that is under way ends as it began. Whether the task is enabled
     * stays as it is.
     *
     * @param version of what was read
     * @throws StoreException where it was changed meanwhile, the new name is taken, or something that it names is missing
     */
    public Task update(long id, int version, TaskEntry entry) {
        return database.change(handle -> update(handle, id, version, entry));
    }

    Task update(Handle handle, long id, int version, TaskEntry entry) {
        SyncSpec spec = entry.spec();
        Task before = get(handle, id);
        requireFree(handle, spec.name(), id);
        // The time that comes next stays, unless the schedule is another one: it may be due right now.
        Long next = spec.schedule().equals(before.entry().spec().schedule())
                ? Columns.millis(before.nextRunAt())
                : next(spec, before.enabled());
        int changed = handle.createUpdate("""
                            UPDATE sync_task SET name = :name, spec = :spec, next_run_at = :next, priority = :priority,
                              parallelism = :parallelism, overlap = :overlap, version = version + 1, updated_at = :now
                            WHERE id = :id AND version = :version""")
                .bind("name", spec.name())
                .bind("spec", spec.toYaml())
                .bind("next", next)
                .bind("priority", entry.priority())
                .bind("parallelism", entry.parallelism())
                .bind("overlap", entry.overlap().name())
                .bind("now", clock.millis())
                .bind("id", id)
                .bind("version", version)
                .execute();
        if (changed == 0) {
            throw StoreException.changed("task", id);
        }
        TaskSpecs.link(handle, id, spec);
        return get(handle, id);
    }

    /** Lets its schedule count, or not for now. Nothing else of the task is written. */
    public Task setEnabled(long id, boolean enabled) {
        return database.change(handle -> setEnabled(handle, id, enabled));
    }

    Task setEnabled(Handle handle, long id, boolean enabled) {
        Task before = get(handle, id);
        if (before.enabled() != enabled) {
            handle.createUpdate(
                            "UPDATE sync_task SET enabled = :enabled, next_run_at = :next, updated_at = :now WHERE id = :id")
                    .bind("enabled", enabled)
                    .bind("next", next(before.entry().spec(), enabled))
                    .bind("now", clock.millis())
                    .bind("id", id)
                    .execute();
        }
        return get(handle, id);
    }

    /**
     * Deletes one. Its executions stay, under its name.
     *
     * @throws StoreException where it runs
     */
    public void delete(long id) {
        database.run(handle -> {
            get(handle, id);
            handle.createQuery(
                            "SELECT id FROM sync_execution WHERE task_id = :id AND state IN ('QUEUED', 'RUNNING') LIMIT 1")
                    .bind("id", id)
                    .mapTo(Long.class)
                    .findOne()
                    .ifPresent(execution -> {
                        throw StoreException.of(
                                Kind.IN_USE, "the task is running (execution " + execution + "); stop it first");
                    });
            handle.createUpdate("DELETE FROM sync_task WHERE id = :id")
                    .bind("id", id)
                    .execute();
        });
    }

    /** Those whose time has come. */
    public List<Task> due() {
        return database.read(handle -> handle.createQuery(
                        "SELECT " + COLUMNS + " FROM sync_task WHERE next_run_at <= :now ORDER BY next_run_at, id")
                .bind("now", clock.millis())
                .map((row, context) -> task(row))
                .list());
    }

    static Task get(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sync_task WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> task(row))
                .findOne()
                .orElseThrow(() -> StoreException.notFound("task", id));
    }

    private static void requireFree(Handle handle, String name, long self) {
        handle.createQuery("SELECT id FROM sync_task WHERE name = :name AND id <> :self")
                .bind("name", name)
                .bind("self", self)
                .mapTo(Long.class)
                .findOne()
                .ifPresent(other -> {
                    throw StoreException.of(Kind.NAME_TAKEN, "another task is called " + name);
                });
    }

    private @Nullable Long next(SyncSpec spec, boolean enabled) {
        return enabled ? Columns.millis(spec.schedule().map(schedule -> schedule.next(clock.instant()))) : null;
    }

    private static Task task(ResultSet row) throws SQLException {
        boolean enabled = row.getBoolean("enabled");
        TaskEntry entry = new TaskEntry(
                TaskSpecs.parse(row.getString("spec")).enabled(enabled),
                row.getInt("priority"),
                row.getInt("parallelism"),
                TaskEntry.Overlap.valueOf(row.getString("overlap")));
        return new Task(
                row.getLong("id"),
                row.getInt("version"),
                entry,
                enabled,
                Columns.maybeTime(row, "next_run_at"),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }
}
