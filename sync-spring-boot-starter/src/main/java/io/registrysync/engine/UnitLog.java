package io.registrysync.engine;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Platform;
import io.registrysync.registry.Notice;
import io.registrysync.store.LogLine.Level;
import io.registrysync.sync.BlobOutcome;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.SyncImage;
import io.registrysync.sync.SyncListener;
import io.registrysync.sync.SyncRun;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down what happens in a unit. Its events come one after the other. */
final class UnitLog implements SyncListener {
    private static final int DIGEST_SHOWN = "sha256:".length() + 8;

    private final ExecutionJournal journal;
    private final boolean alone;
    private final Set<SyncImage> begun = new HashSet<>();
    private boolean plain;
    private boolean single = true;
    private volatile @Nullable SyncRun run;

    /** {@code alone} where the execution has no other unit: then lines need not say which repository they are about. */
    UnitLog(ExecutionJournal journal, boolean alone) {
        this.journal = journal;
        this.alone = alone;
    }

    /** Whose events these are, once it has begun. */
    void follows(SyncRun begunRun) {
        this.run = begunRun;
    }

    @Override
    public void on(SyncEvent event) {
        if (event instanceof SyncEvent.RunStarted started) {
            single = started.repositories() == 1;
        } else if (event instanceof SyncEvent.RepositoryStarted started) {
            plain = alone && single && started.repository().targets().size() == 1;
            say(Level.INFO, Phrase.SOURCE, started.repository().source());
            started.repository().targets().forEach(target -> say(Level.INFO, Phrase.TARGET, target));
        } else if (event instanceof SyncEvent.ProjectCreated created) {
            say(Level.INFO, Phrase.PROJECT, created.project());
        } else if (event instanceof SyncEvent.ImageStarted started) {
            begun(started.image());
        } else if (event instanceof SyncEvent.PlatformsFound found) {
            say(found.image(), Phrase.PLATFORMS, found.platforms().size());
            found.platforms().forEach(platform -> say(found.image(), Phrase.PLATFORM, name(platform)));
        } else if (event instanceof SyncEvent.ManifestDone done) {
            done.platform().ifPresent(platform -> say(done.image(), Phrase.PLATFORM_DONE, name(platform)));
        } else if (event instanceof SyncEvent.BlobDone done) {
            Phrase phrase = done.outcome() == BlobOutcome.UPLOADED ? Phrase.BLOB_SENT : Phrase.BLOB_PRESENT;
            blob(Level.INFO, done.repository(), done.blob(), phrase, "");
        } else if (event instanceof SyncEvent.BlobFailed failed) {
            String reason = journal.said(failed.failure().toString());
            blob(Level.ERROR, failed.repository(), failed.blob(), Phrase.BLOB_FAILED, reason);
        } else if (event instanceof SyncEvent.ImageDone done) {
            image(done.result());
        } else if (event instanceof SyncEvent.TagDeleted deleted) {
            String target = deleted.deletion().target();
            deleted.deletion()
                    .failure()
                    .ifPresentOrElse(
                            failure -> say(Level.ERROR, Phrase.NOT_DELETED, target, journal.said(failure.toString())),
                            () -> say(Level.INFO, Phrase.DELETED, target));
        } else if (event instanceof SyncEvent.Noticed noticed) {
            Notice notice = noticed.notice();
            say(Level.WARN, Phrase.NOTICE, notice.host(), journal.said(notice.text()));
        }
    }

    private void begun(SyncImage image) {
        begun.add(image);
        SyncRun known = run;
        long total = known == null ? 0 : known.progress().images().total();
        String name = image.source().substring(image.source().lastIndexOf('/') + 1);
        say(image, Phrase.IMAGE, begun.size(), Math.max(begun.size(), total), name);
    }

    private void blob(Level level, String repository, Descriptor blob, Phrase phrase, String reason) {
        String digest = blob.digest().toString();
        String shown = digest.substring(0, Math.min(DIGEST_SHOWN, digest.length())) + "...";
        String where = plain ? "" : " [" + repository + "]";
        journal.say(level, journal.words(phrase, shown, amount(blob.size()), reason) + where);
    }

    private void image(ImageResult result) {
        SyncImage image = result.image();
        begun.add(image);
        String tag = image.source().substring(Math.max(image.source().lastIndexOf('/'), 0));
        tag = tag.substring(Math.max(tag.indexOf(':'), tag.indexOf('@')) + 1);
        switch (result.status()) {
            case COPIED -> say(image, Phrase.COPIED, tag);
            case UNCHANGED -> say(Level.DEBUG, image, Phrase.UNCHANGED, tag);
            case SKIPPED -> say(image, Phrase.SKIPPED, tag, journal.said(result.reason()));
            case CANCELLED -> say(image, Phrase.CANCELLED, tag);
            case FAILED ->
                result.failure().ifPresent(failure -> {
                    String name = image.source() + " -> " + image.target();
                    say(Level.ERROR, Phrase.FAILED, name, journal.said(failure.toString()));
                    if (!failure.cause().hint().isEmpty()) {
                        say(
                                Level.ERROR,
                                Phrase.HINT,
                                journal.said(failure.cause().hint()));
                    }
                });
        }
    }

    private static String name(Platform platform) {
        String variant = platform.variant().isEmpty() ? "" : "/" + platform.variant();
        return platform.os() + "/" + platform.architecture() + variant;
    }

    /** In decimal units with one digit behind the point. */
    static String amount(long bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    private void say(SyncImage image, Phrase phrase, Object... gaps) {
        say(Level.INFO, image, phrase, gaps);
    }

    private void say(Level level, SyncImage image, Phrase phrase, Object... gaps) {
        String which = plain ? "" : " [" + image.source() + " -> " + image.target() + "]";
        journal.say(level, journal.words(phrase, gaps) + which);
    }

    private void say(Level level, Phrase phrase, Object... gaps) {
        journal.say(level, journal.words(phrase, gaps));
    }
}
