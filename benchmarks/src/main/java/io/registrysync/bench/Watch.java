package io.registrysync.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/** What one watcher of an execution has got. */
final class Watch implements Flow.Subscriber<String> {
    private final AtomicInteger updates = new AtomicInteger();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private volatile boolean ended;

    int updates() {
        return updates.get();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Done when the stream is there. */
    CompletableFuture<Void> begun() {
        return begun;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        begun.complete(null);
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        if (line.startsWith("event: end")) {
            ended = true;
        } else if (line.startsWith("event: ")) {
            updates.incrementAndGet();
        }
    }

    @Override
    public void onError(Throwable failure) {
        begun.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {}
}
