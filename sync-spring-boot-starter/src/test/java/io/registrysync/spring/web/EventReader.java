package io.registrysync.spring.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.registrysync.spring.SyncHost;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;

/** A client of a stream of events. */
final class EventReader implements Flow.Subscriber<String> {
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private String id = "";
    private String type = "";
    private String data = "";

    /** An event. */
    record Event(String id, String type, String data) {
        JsonNode json() {
            return SyncHost.parse(data);
        }
    }

    /** Connects; what this returns is done when the stream is over. */
    CompletableFuture<HttpResponse<Void>> read(SyncHost host, HttpRequest request) {
        return host.client.sendAsync(request, HttpResponse.BodyHandlers.fromLineSubscriber(this));
    }

    List<Event> events(String wanted) {
        return events.stream().filter(event -> event.type().equals(wanted)).toList();
    }

    boolean has(String wanted) {
        return events.stream().anyMatch(event -> event.type().equals(wanted));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        if (line.startsWith("id: ")) {
            id = line.substring(4);
        } else if (line.startsWith("event: ")) {
            type = line.substring(7);
        } else if (line.startsWith("data: ")) {
            data = line.substring(6);
        } else if (line.isEmpty() && !data.isEmpty()) {
            // An event that was cut in its middle does not count.
            events.add(new Event(id, type, data));
            data = "";
        }
    }

    @Override
    public void onError(Throwable cut) {}

    @Override
    public void onComplete() {}
}
