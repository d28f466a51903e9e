package io.registrysync.engine;

import io.registrysync.notify.RunSummary;
import io.registrysync.notify.RunSummary.Outcome;
import io.registrysync.spec.Notification;
import io.registrysync.spec.Schedule;
import io.registrysync.store.Delivery;
import io.registrysync.store.Execution;
import io.registrysync.store.Execution.Reason;
import io.registrysync.store.Execution.State;
import io.registrysync.store.ImageOutcome;
import io.registrysync.store.Store;
import io.registrysync.store.StoredChannel;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Decides who hears of an execution's end, and words it. */
final class Announcements {
    private final Store store;
    private final Supplier<ZoneId> zone;
    private final Function<Execution, Optional<URI>> links;

    /**
     * Announces nothing yet.
     *
     * @param zone  in which times are shown, where the task has no schedule with its own
     * @param links where people read more
     */
    Announcements(Store store, Supplier<ZoneId> zone, Function<Execution, Optional<URI>> links) {
        this.store = store;
        this.zone = zone;
        this.links = links;
    }

    /** What is to be sent of an execution that has just ended. A channel that is gone or disabled hears nothing. */
    List<Delivery.Draft> of(Execution execution) {
        Notification notification = execution.spec().notification();
        if (!isWanted(notification, execution)) {
            return List.of();
        }
        return notification.channels().stream()
                .flatMap(name -> store.channels().named(name).stream())
                .filter(channel -> channel.entry().enabled())
                .map(StoredChannel::id)
                .map(channel -> new Delivery.Draft(channel, execution.id()))
                .toList();
    }

    private boolean isWanted(Notification notification, Execution execution) {
        if (!notification.enabled() || notification.channels().isEmpty()) {
            return false;
        }
        if (notification.when() == Notification.When.ALWAYS) {
            return true;
        }
        // Who stops a run knows that it did not succeed.
        return execution.state() == State.FAILED
                ? execution.reason() != Reason.STOPPED || notification.stopped()
                : notification.recovered() && isRecovered(execution);
    }

    private boolean isRecovered(Execution execution) {
        return execution.state() == State.SUCCEEDED
                && execution.taskId().isPresent()
                && store.executions()
                        .before(execution)
                        .filter(before -> before.state() == State.FAILED)
                        .isPresent();
    }

    /** What people are told. Reasons are said in a language, so far as they are our words. */
    RunSummary summary(Execution execution, Locale language) {
        var images = execution.tally().images();
        var blobs = execution.tally().blobs();
        List<RunSummary.FailedImage> failures = store.units().failures(execution.id(), RunSummary.MAX_FAILURES).stream()
                .map(image -> failure(image, language))
                .toList();
        Instant started = execution.startedAt().orElse(execution.createdAt());
        return new RunSummary(
                "execution-" + execution.id(),
                execution.name(),
                outcome(execution),
                isRecovered(execution),
                started,
                execution.finishedAt().orElse(started),
                execution
                        .spec()
                        .schedule()
                        .map(Schedule::timeZone)
                        .map(ZoneId::of)
                        .orElseGet(zone),
                new RunSummary.Images(
                        images.total(), images.copied(), images.unchanged(), images.skipped(), images.failed()),
                new RunSummary.Blobs(blobs.total(), blobs.uploaded(), blobs.present(), blobs.failed()),
                execution.tally().bytes().sent(),
                failures,
                links.apply(execution),
                Sentences.in(language, execution.message()));
    }

    private static Outcome outcome(Execution execution) {
        if (execution.reason() == Reason.STOPPED) {
            return Outcome.STOPPED;
        }
        return execution.state() == State.SUCCEEDED ? Outcome.SUCCEEDED : Outcome.FAILED;
    }

    private static RunSummary.FailedImage failure(ImageOutcome image, Locale language) {
        return new RunSummary.FailedImage(
                image.target().isEmpty() ? image.source() : image.target(), Sentences.in(language, image.reason()));
    }
}
