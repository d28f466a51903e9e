package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.RepositoryName;
import io.registrysync.registry.BlobUpload;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.Repository;
import io.registrysync.registry.Retries;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Brings blobs from the source to repositories of targets. Owns the retries of streams: after a failure the target is
 * asked how far it came, and the copy goes on from there.
 */
final class BlobTransfer {
    private static final long PROGRESS = 64 * 1024;

    private final Repository source;
    private final BlobIndex index;
    private final Retries retries;
    private final Throttle throttle;
    private final Meter meter;
    private final Announcer announcer;
    private final Cancellation cancellation;

    BlobTransfer(
            Repository source,
            BlobIndex index,
            Retries retries,
            Throttle throttle,
            Meter meter,
            Announcer announcer,
            Cancellation cancellation) {
        this.source = source;
        this.index = index;
        this.retries = retries;
        this.throttle = throttle;
        this.meter = meter;
        this.announcer = announcer;
        this.cancellation = cancellation;
    }

    /**
     * Brings a blob to all targets, reading the source once where it can. Every target's claim in the index is completed,
     * well or not, before this returns.
     */
    void copy(Descriptor blob, List<Repository> targets) {
        List<Pending> pending = new ArrayList<>();
        try {
            for (Repository target : targets) {
                begin(blob, target, pending);
            }
            if (pending.size() > 1) {
                copyToSeveral(blob, pending);
            }
            for (Pending each : pending) {
                if (!each.isOver) {
                    copyToOne(blob, each);
                }
            }
        } finally {
            pending.forEach(each -> each.upload.close());
        }
    }

    /** Brings a blob to a target that claimed to have it and does not: nothing the target says is believed. */
    void copyAgain(Descriptor blob, Repository target) {
        index.forget(target, blob.digest());
        try (BlobUpload upload = target.startUpload(blob, List.of())) {
            transfer(blob, new Pending(target, upload));
        } catch (RegistryException refused) {
            throw new CopyException(Side.TARGET, refused);
        }
        arrived(blob, target, BlobOutcome.UPLOADED);
    }

    private void begin(Descriptor blob, Repository target, List<Pending> pending) {
        try {
            List<RepositoryName> candidates = index.mountCandidates(target, blob.digest());
            if (source.store().equals(target.store()) && !source.name().equals(target.name())) {
                candidates.add(0, source.name());
            }
            BlobUpload upload = target.startUpload(blob, candidates);
            if (upload.isPresent()) {
                arrived(blob, target, BlobOutcome.PRESENT);
            } else {
                pending.add(new Pending(target, upload));
            }
        } catch (RegistryException refused) {
            failed(blob, target, new CopyException(Side.TARGET, refused));
        } catch (RuntimeException unexpected) {
            failed(blob, target, unexpected);
        }
    }

    private void copyToOne(Descriptor blob, Pending pending) {
        pending.isOver = true;
        try {
            transfer(blob, pending);
            arrived(blob, pending.target, BlobOutcome.UPLOADED);
        } catch (RuntimeException failure) {
            gaveUp(blob, pending, failure);
        }
    }

    // ---- one target -----------------------------------------------------------------------------------------------

    private void transfer(Descriptor blob, Pending pending) {
        BlobUpload upload = pending.upload;
        Patience patience = new Patience();
        try (Meter.Transfer shown = meter.transfer(blob, pending.target.location());
                SourceReader reader = new SourceReader(source, blob, retries, throttle, cancellation)) {
            while (true) {
                cancellation.check();
                shown.moveTo(upload.offset());
                try {
                    upload.send(new Counted(reader.from(upload.offset()), shown));
                    shown.complete();
                    return;
                } catch (SourceReader.SourceException failed) {
                    throw new CopyException(Side.SOURCE, failed.failure());
                } catch (SourceReader.CorruptException corrupt) {
                    patience.onCorrupt(corrupt);
                    reader.rewind();
                    upload.restart();
                } catch (RegistryException failed) {
                    patience.onFailure(failed, upload.offset());
                    if (recovered(upload, patience) == BlobUpload.State.DONE) {
                        shown.complete();
                        return;
                    }
                }
            }
        } catch (RegistryException refused) {
            throw new CopyException(Side.TARGET, refused);
        } catch (IOException impossible) {
            throw new IllegalStateException("only the source throws it", impossible);
        }
    }

    private BlobUpload.State recovered(BlobUpload upload, Patience patience) {
        cancellation.pause(retries.pause(patience.failures));
        return upload.recover();
    }

    /** Counts failures, and forgives them when there was progress in between. */
    private final class Patience {
        private int failures;
        private int corruptions;
        private long lastOffset;

        void onFailure(RegistryException failure, long offset) {
            failures = offset - lastOffset >= PROGRESS ? 1 : failures + 1;
            lastOffset = offset;
            if (!failure.isPassing() || failures > retries.limit()) {
                throw failure;
            }
        }

        void onCorrupt(SourceReader.CorruptException corrupt) {
            if (++corruptions > retries.rereads()) {
                throw new CopyException(Side.SOURCE, corrupt.failure());
            }
        }
    }

    // ---- several targets ------------------------------------------------------------------------------------------

    /** Sends to all at once. Targets that fail are left to {@link #copyToOne}, which goes on where they stopped. */
    private void copyToSeveral(Descriptor blob, List<Pending> pending) {
        try (SourceReader reader = new SourceReader(source, blob, retries, throttle, cancellation)) {
            FanOut fanOut = new FanOut(reader.from(0), pending.size());
            List<Thread> others = new ArrayList<>();
            for (int i = 1; i < pending.size(); i++) {
                Pending each = pending.get(i);
                FanOut.Tap tap = fanOut.tap(i);
                // Threads of their own: on a bounded executor they could wait for each other for ever.
                Thread thread = new Thread(() -> sendShared(blob, each, tap), "registry-sync-fan-out");
                thread.setDaemon(true);
                thread.start();
                others.add(thread);
            }
            sendShared(blob, pending.get(0), fanOut.tap(0));
            for (Thread thread : others) {
                joinUninterrupted(thread);
            }
        } catch (IOException wrongFromTheStart) {
            // An empty blob with another digest; copyToOne will find the same and report it.
        }
    }

    private void sendShared(Descriptor blob, Pending pending, FanOut.Tap tap) {
        try (tap;
                Meter.Transfer shown = meter.transfer(blob, pending.target.location())) {
            pending.upload.send(new Counted(tap, shown));
            shown.complete();
            arrived(blob, pending.target, BlobOutcome.UPLOADED);
            pending.isOver = true;
        } catch (IOException sourceFailed) {
            again(blob, pending, sourceFailed instanceof SourceReader.CorruptException);
        } catch (RegistryException targetFailed) {
            if (targetFailed.isPassing()) {
                again(blob, pending, false);
            } else {
                gaveUp(blob, pending, new CopyException(Side.TARGET, targetFailed));
            }
        } catch (RuntimeException unexpected) {
            gaveUp(blob, pending, unexpected);
        }
    }

    /** Makes the upload ready for {@link #copyToOne}. */
    private void again(Descriptor blob, Pending pending, boolean fromNothing) {
        try {
            if (fromNothing) {
                pending.upload.restart();
            } else if (pending.upload.recover() == BlobUpload.State.DONE) {
                arrived(blob, pending.target, BlobOutcome.UPLOADED);
                pending.isOver = true;
            }
        } catch (RegistryException refused) {
            gaveUp(blob, pending, new CopyException(Side.TARGET, refused));
        } catch (CancellationException cancelled) {
            gaveUp(blob, pending, cancelled);
        }
    }

    private void joinUninterrupted(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException stop) {
                interrupted = true;
                cancellation.cancel();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- outcomes -------------------------------------------------------------------------------------------------

    private void arrived(Descriptor blob, Repository target, BlobOutcome outcome) {
        meter.blobDone(blob, outcome);
        announcer.announce(new SyncEvent.BlobDone(target.location(), blob, outcome));
        index.arrived(target, blob, outcome);
    }

    /** The registry is told to forget the upload first: whoever waits for the blob may end the run, or the process. */
    private void gaveUp(Descriptor blob, Pending pending, RuntimeException reason) {
        pending.isOver = true;
        pending.upload.close();
        failed(blob, pending.target, reason);
    }

    private void failed(Descriptor blob, Repository target, RuntimeException reason) {
        meter.blobFailed();
        if (reason instanceof CopyException known) {
            announcer.announce(new SyncEvent.BlobFailed(target.location(), blob, known.failure()));
        }
        index.failed(target, blob.digest(), reason);
    }

    /** An upload that is not done yet. */
    private static final class Pending {
        private final Repository target;
        private final BlobUpload upload;
        private volatile boolean isOver;

        Pending(Repository target, BlobUpload upload) {
            this.target = target;
            this.upload = upload;
        }
    }

    /** Shows how far a transfer is. */
    private static final class Counted extends FilterInputStream {
        private final Meter.Transfer shown;

        Counted(InputStream in, Meter.Transfer shown) {
            super(in);
            this.shown = shown;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count > 0) {
                shown.advance(count);
            }
            return count;
        }
    }
}
