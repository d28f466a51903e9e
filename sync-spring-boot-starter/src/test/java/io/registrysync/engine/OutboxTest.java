package io.registrysync.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.registrysync.store.ChannelEntry;
import io.registrysync.store.Databases;
import io.registrysync.store.Delivery;
import io.registrysync.store.DeliveryStore;
import io.registrysync.store.Execution;
import io.registrysync.store.Page.Slice;
import io.registrysync.store.TaskEntry.Overlap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the end of a run to what a receiver gets. */
@Timeout(120)
class OutboxTest {
    private final Queue<JsonNode> received = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer receiver;
    private volatile int answer = 200;

    OutboxTest() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(threads);
        receiver.createContext("/", exchange -> {
            JsonNode message = new ObjectMapper().readTree(exchange.getRequestBody());
            if (answer == 200) {
                received.add(message);
            }
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
        threads.shutdown();
    }

    @ParameterizedTest
    @EnumSource
    void tells_how_a_task_ended(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            channel(shop, "ops");
            shop.seed("team/web", "1", "2");
            SyncEngine node = shop.node("one");

            shop.ended(node.run(shop.task("nightly", "notification: {channels: [ops]}\n", Overlap.REFUSE), "alice"));

            Workshop.await(() -> !received.isEmpty());
            assertThat(received.element().path("task").asText()).isEqualTo("nightly");
            assertThat(received.element().path("images").path("copied").asInt()).isEqualTo(2);
            Workshop.await(() -> delivery(shop).state() == Delivery.State.SENT);
            assertThat(delivery(shop).tries()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tells_nobody_while_a_task_keeps_its_channels_for_later(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            channel(shop, "ops");
            shop.seed("team/web", "1");
            String quiet = "notification: {enabled: false, channels: [ops]}\n";

            shop.ended(shop.node("one").run(shop.task("nightly", quiet, Overlap.REFUSE), "alice"));

            assertThat(written(shop)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tells_failures_and_that_all_is_well_again_and_no_stop(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            channel(shop, "ops");
            shop.seed("team/web", "1");
            var refused = shop.target
                    .faults()
                    .on("PUT", "/v2/all/web/manifests/1")
                    .always()
                    .error(403, "DENIED");
            SyncEngine node = shop.node("one");
            long task = shop.task(
                    "nightly", "notification: {channels: [ops], when: failed, recovered: true}\n", Overlap.REFUSE);

            Execution failed = shop.ended(node.run(task, "alice"));
            refused.remove();
            var stalled = shop.source.faults().on("HEAD", ".*").always().stall();
            long stopped = node.run(task, "alice");
            assertThat(stalled.awaitHeld(1, Duration.ofSeconds(30))).isTrue();
            node.stop(stopped, "alice");
            shop.ended(stopped);
            stalled.remove();
            Execution recovered = shop.ended(node.run(task, "alice"));
            shop.ended(node.run(task, "alice"));

            Workshop.await(() -> received.size() == 2);
            assertThat(deliveries(shop)).extracting(Delivery::executionId).containsExactly(recovered.id(), failed.id());
            assertThat(received).anyMatch(message -> message.path("recovered").asBoolean());
        }
    }

    @ParameterizedTest
    @EnumSource
    void tells_people_reasons_in_their_language_and_programs_as_they_are(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            channel(shop, "ops");
            chat(shop, "people", "zh");
            chat(shop, "abroad", "en");
            shop.seed("team/web", "1");
            shop.target.faults().on("PUT", "/v2/all/web/manifests/1").always().error(403, "DENIED");
            SyncEngine node = shop.node("one");

            shop.ended(node.run(
                    shop.task("nightly", "notification: {channels: [ops, people, abroad]}\n", Overlap.REFUSE),
                    "alice"));

            Workshop.await(() -> received.size() >= 3);
            assertThat(received)
                    .extracting(JsonNode::toString)
                    .filteredOn(text -> text.contains("permission denied"))
                    .hasSize(2)
                    .noneMatch(text -> text.contains("没有权限"));
            assertThat(received)
                    .extracting(JsonNode::toString)
                    .filteredOn(text -> text.contains("没有权限"))
                    .singleElement()
                    .asString()
                    .contains("推送 manifest");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tries_again_later_when_a_receiver_is_down(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            channel(shop, "ops");
            shop.seed("team/web", "1");
            answer = 503;
            SyncEngine node = shop.node("one");
            Execution ended = shop.ended(
                    node.run(shop.task("nightly", "notification: {channels: [ops]}\n", Overlap.REFUSE), "alice"));

            Workshop.await(() -> !delivery(shop).answer().isEmpty());

            assertThat(ended.state()).isEqualTo(Execution.State.SUCCEEDED);
            Delivery waiting = delivery(shop);
            assertThat(waiting.state()).isEqualTo(Delivery.State.PENDING);
            assertThat(waiting.answer()).contains("503");
            assertThat(waiting.nextTryAt().orElseThrow())
                    .isBetween(Instant.now().plusSeconds(30), Instant.now().plusSeconds(61));
        }
    }

    private void channel(Workshop shop, String name) {
        shop.store
                .channels()
                .add(
                        new ChannelEntry(name, "webhook", Map.of(), true),
                        Map.of("url", address(), "secret", "not so secret"));
    }

    private void chat(Workshop shop, String name, String language) {
        Map<String, String> settings = Map.of("language", language, "allowHttp", "true");
        shop.store.channels().add(new ChannelEntry(name, "slack", settings, true), Map.of("url", address()));
    }

    private String address() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    }

    private static Delivery delivery(Workshop shop) {
        return deliveries(shop).get(0);
    }

    private static List<Delivery> deliveries(Workshop shop) {
        Workshop.await(() -> !written(shop).isEmpty());
        return written(shop);
    }

    /** What an execution leaves in the outbox, it leaves there with its end. */
    private static List<Delivery> written(Workshop shop) {
        return shop.store
                .deliveries()
                .list(DeliveryStore.Filter.ALL, new Slice(0, 10))
                .items();
    }
}
