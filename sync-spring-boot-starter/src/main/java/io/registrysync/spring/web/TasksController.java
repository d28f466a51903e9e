package io.registrysync.spring.web;

import io.registrysync.engine.SyncEngine;
import io.registrysync.spec.Source;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.Execution;
import io.registrysync.store.Execution.State;
import io.registrysync.store.ExecutionStore;
import io.registrysync.store.Page;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.Task;
import io.registrysync.store.TaskEntry;
import io.registrysync.store.TaskStore;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tasks: what is copied from where to where, and when. */
@RestController
@RequestMapping("/tasks")
class TasksController {
    private final TaskStore tasks;
    private final ExecutionStore executions;
    private final SyncEngine engine;

    TasksController(Store store, SyncEngine engine) {
        this.tasks = store.tasks();
        this.executions = store.executions();
        this.engine = engine;
    }

    /**
     * What a copy is called.
     *
     * @param name unique among tasks
     */
    record CloneRequest(@Nullable String name) {}

    /**
     * What was told to stop.
     *
     * @param executions their ids
     */
    record StoppedView(List<Long> executions) {}

    @GetMapping
    Listing<TaskView> list(
            @RequestParam(defaultValue = "") String text,
            @RequestParam Optional<Boolean> enabled,
            @RequestParam Optional<String> registry,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        Listing<Task> found = Listing.of(
                tasks.list().stream()
                        .filter(task -> isMatch(task, wanted))
                        .filter(task -> enabled.isEmpty() || enabled.get() == task.enabled())
                        .filter(task -> registry.isEmpty()
                                || task.entry().spec().registries().contains(registry.get()))
                        .toList(),
                page,
                size);
        Map<Long, Execution> last =
                executions.latest(found.items().stream().map(Task::id).toList());
        return found.map(task -> TaskView.of(task, last.get(task.id())));
    }

    /** What it is called, what it is for, and what it copies from where to where. */
    private static boolean isMatch(Task task, String text) {
        SyncSpec spec = task.entry().spec();
        Source source = spec.source();
        Stream<String> places = spec.targets().stream()
                .flatMap(target -> Stream.concat(target.projects().stream(), target.repository().stream()));
        Stream<String> words = Stream.of(
                        Stream.of(task.name(), spec.description()),
                        spec.registries().stream(),
                        source.project().stream(),
                        source.repositories().stream(),
                        source.images().stream(),
                        places)
                .flatMap(each -> each);
        return words.anyMatch(word -> word.toLowerCase(Locale.ROOT).contains(text));
    }

    @GetMapping("/{id}")
    TaskView get(@PathVariable long id) {
        return view(tasks.get(id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    TaskView add(@RequestBody TaskRequest request) {
        return get(tasks.add(request.entry()));
    }

    /** Whether the schedule counts stays as it is: that has a call of its own. */
    @PutMapping("/{id}")
    TaskView update(@PathVariable long id, @RequestBody TaskRequest request) {
        return view(tasks.update(id, Versions.required(request.version()), request.entry()));
    }

    @PatchMapping("/{id}")
    TaskView setEnabled(@PathVariable long id, @RequestBody EnabledRequest request) {
        return view(tasks.setEnabled(id, request.required()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        tasks.delete(id);
    }

    @PostMapping("/{id}/run")
    @ResponseStatus(HttpStatus.ACCEPTED)
    StartedView run(@PathVariable long id, @Nullable Principal caller) {
        return new StartedView(engine.run(id, Caller.name(caller)));
    }

    /** Also ends the run that waits behind the one under way, which would begin at once otherwise. */
    @PostMapping("/{id}/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    StoppedView stop(@PathVariable long id, @Nullable Principal caller) {
        Task task = tasks.get(id);
        ExecutionStore.Filter open = new ExecutionStore.Filter(
                List.of(State.QUEUED, State.RUNNING),
                List.of(),
                Optional.of(id),
                "",
                Optional.empty(),
                Optional.empty());
        // The latest comes first, so what waits is gone before it could begin.
        List<Long> found = executions.list(open, new Page.Slice(0, 10)).items().stream()
                .map(Execution::id)
                .toList();
        if (found.isEmpty()) {
            throw StoreException.of(StoreException.Kind.WRONG_STATE, "the task " + task.name() + " is not running");
        }
        found.forEach(execution -> engine.stop(execution, Caller.name(caller)));
        return new StoppedView(found);
    }

    @PostMapping("/{id}/clone")
    @ResponseStatus(HttpStatus.CREATED)
    TaskView clone(@PathVariable long id, @RequestBody CloneRequest request) {
        if (request.name() == null) {
            throw new IllegalArgumentException("name: missing; the copy needs one of its own");
        }
        TaskEntry entry = tasks.get(id).entry();
        return get(tasks.add(new TaskEntry(
                entry.spec().named(request.name()).enabled(false),
                entry.priority(),
                entry.parallelism(),
                entry.overlap())));
    }

    private TaskView view(Task task) {
        return TaskView.of(task, executions.latest(List.of(task.id())).get(task.id()));
    }
}
