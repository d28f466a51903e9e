package io.registrysync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Platform;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.PlannedImage;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import io.registrysync.sync.RepositoryCopy;
import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.SyncImage;
import io.registrysync.sync.SyncPlan;
import io.registrysync.sync.SyncProgress;
import io.registrysync.sync.TagDeletion;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A copy for programs: one JSON object per line on standard output, and nothing else there. The schema is in
 * docs/cli.md; properties are added to it, never taken away.
 */
final class JsonView implements CopyView {
    /** Programs want to know how far it is, but not five times per second. */
    private static final Duration PROGRESS = Duration.ofSeconds(1);

    private final Shell shell;
    private final Style style;
    private final InstantSource clock;
    private final Optional<String> sync;
    private Duration nextProgress = PROGRESS;

    /** Creates it; {@code sync} is the name of the sync, where it has one. */
    JsonView(Shell shell, Style style, InstantSource clock, Optional<String> sync) {
        this.sync = sync;
        this.shell = shell;
        this.style = style;
        this.clock = clock;
    }

    @Override
    public void on(SyncEvent event) {
        if (event instanceof SyncEvent.RunStarted started) {
            say("runStarted", json -> json.writeNumberField("repositories", started.repositories()));
        } else if (event instanceof SyncEvent.RepositoryStarted started) {
            say("repositoryStarted", json -> {
                repository(json, started.repository());
                json.writeNumberField("number", started.number());
            });
        } else if (event instanceof SyncEvent.RepositoryDone done) {
            say("repositoryDone", json -> repository(json, done.repository()));
        } else if (event instanceof SyncEvent.ProjectCreated created) {
            project("projectCreated", created.project());
        } else if (event instanceof SyncEvent.ImageStarted started) {
            say("imageStarted", json -> {
                image(json, started.image());
                json.writeStringField("digest", started.digest().toString());
            });
        } else if (event instanceof SyncEvent.PlatformsFound found) {
            say("platformsFound", json -> {
                image(json, found.image());
                json.writeArrayFieldStart("platforms");
                for (Platform platform : found.platforms()) {
                    json.writeString(platform.toString());
                }
                json.writeEndArray();
            });
        } else if (event instanceof SyncEvent.ManifestDone done) {
            say("manifestDone", json -> {
                image(json, done.image());
                json.writeStringField("digest", done.digest().toString());
                if (done.platform().isPresent()) {
                    json.writeStringField("platform", done.platform().get().toString());
                }
            });
        } else if (event instanceof SyncEvent.BlobDone done) {
            say("blobDone", json -> {
                json.writeStringField("repository", done.repository());
                json.writeStringField("digest", done.blob().digest().toString());
                json.writeNumberField("size", done.blob().size());
                json.writeStringField("outcome", Json.camelCase(done.outcome()));
            });
        } else if (event instanceof SyncEvent.BlobFailed failed) {
            say("blobFailed", json -> {
                json.writeStringField("repository", failed.repository());
                json.writeStringField("digest", failed.blob().digest().toString());
                json.writeNumberField("size", failed.blob().size());
                json.writeObjectFieldStart("failure");
                Json.failure(json, failed.failure().side(), failed.failure().cause());
                json.writeEndObject();
            });
        } else if (event instanceof SyncEvent.ImageDone done) {
            say("imageDone", json -> result(json, done.result()));
        } else if (event instanceof SyncEvent.TagDeleted deleted) {
            deletion("tagDeleted", deleted.deletion());
        } else if (event instanceof SyncEvent.Noticed noticed) {
            say("notice", json -> {
                json.writeStringField("kind", Json.camelCase(noticed.notice().kind()));
                json.writeStringField("registry", noticed.notice().host());
                json.writeStringField("text", noticed.notice().text());
                json.writeNumberField("pauseMillis", noticed.notice().pause().toMillis());
            });
        } else if (event instanceof SyncEvent.Progressed progressed) {
            progress(progressed.progress());
        }
        // RunFinished is told by ended(), which knows the exit code, too.
    }

    @Override
    public void planned(SyncPlan plan) {
        plan.missingProjects().forEach(project -> project("plannedProject", project));
        for (PlannedImage image : plan.images()) {
            for (PlannedTarget target : image.targets()) {
                say("planned", json -> {
                    image(json, target.image());
                    json.writeStringField("action", Json.camelCase(target.action()));
                    digest(json, "digest", image.content().map(content -> content.digest()));
                    digest(json, "written", target.digest());
                    digest(json, "previous", target.previous().map(before -> before.digest()));
                    if (!target.reason().isEmpty()) {
                        json.writeStringField("reason", target.reason());
                    }
                    if (target.failure().isPresent()) {
                        json.writeObjectFieldStart("failure");
                        Json.failure(json, FailedImage.of(target));
                        json.writeEndObject();
                    }
                    if (target.cost().isPresent()) {
                        Json.cost(json, target.cost().get());
                    }
                });
            }
        }
        plan.deletions().forEach(deletion -> deletion("plannedDeletion", deletion));
    }

    @Override
    public void ended(CopyOutcome outcome) {
        say("summary", json -> Json.outcome(json, outcome));
        FailureText.of(style, outcome).forEach(shell.err()::println);
    }

    private void project(String event, String project) {
        say(event, json -> json.writeStringField("project", project));
    }

    private void deletion(String event, TagDeletion deletion) {
        say(event, json -> {
            json.writeStringField("target", deletion.target());
            if (deletion.failure().isPresent()) {
                json.writeObjectFieldStart("failure");
                Json.failure(json, FailedImage.of(deletion));
                json.writeEndObject();
            }
        });
    }

    private void result(JsonGenerator json, ImageResult result) throws IOException {
        image(json, result.image());
        json.writeStringField("status", Json.camelCase(result.status()));
        digest(json, "digest", result.digest());
        digest(json, "written", result.written());
        if (!result.reason().isEmpty()) {
            json.writeStringField("reason", result.reason());
        }
        if (result.failure().isPresent()) {
            json.writeObjectFieldStart("failure");
            Json.failure(json, FailedImage.of(result));
            json.writeEndObject();
        }
    }

    private void progress(SyncProgress progress) {
        if (progress.elapsed().compareTo(nextProgress) < 0) {
            return;
        }
        nextProgress = progress.elapsed().plus(PROGRESS);
        say("progress", json -> {
            json.writeNumberField("elapsedMillis", progress.elapsed().toMillis());
            json.writeNumberField("images", progress.images().total());
            json.writeNumberField("imagesDone", progress.images().done());
            json.writeNumberField("bytes", progress.bytes().total());
            json.writeNumberField("bytesSent", progress.bytes().sent());
            json.writeNumberField("bytesPresent", progress.bytes().present());
        });
    }

    private synchronized void say(String event, Json.Properties properties) {
        shell.out().println(Json.line(json -> {
            json.writeStringField("event", event);
            json.writeStringField("time", clock.instant().toString());
            if (sync.isPresent()) {
                json.writeStringField("sync", sync.get());
            }
            properties.write(json);
        }));
        // A program that reads along wants to hear it now.
        shell.out().flush();
    }

    private static void repository(JsonGenerator json, RepositoryCopy repository) throws IOException {
        json.writeStringField("source", repository.source());
        json.writeArrayFieldStart("targets");
        for (String target : repository.targets()) {
            json.writeString(target);
        }
        json.writeEndArray();
    }

    private static void image(JsonGenerator json, SyncImage image) throws IOException {
        json.writeStringField("source", image.source());
        json.writeStringField("target", image.target());
    }

    private static void digest(JsonGenerator json, String property, Optional<Digest> digest) throws IOException {
        if (digest.isPresent()) {
            json.writeStringField(property, digest.get().toString());
        }
    }
}
