package io.registrysync.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Images;
import io.registrysync.store.ChannelEntry;
import io.registrysync.store.Delivery;
import io.registrysync.store.DeliveryStore;
import io.registrysync.store.Page.Slice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NotifierTest {
    @TempDir
    Path data;

    @Test
    void messages_of_runs_keep_to_the_rules_of_the_application() {
        try (SyncHost host = new SyncHost(data, "registry-sync.security.allow-private-addresses=false")) {
            host.source.seed("team/web", "1", Images.single(1).layers(700).build());
            host.store()
                    .channels()
                    .add(
                            new ChannelEntry("ops", "webhook", Map.of(), true),
                            Map.of("url", host.source.uri() + "/hook", "secret", "long enough"));
            host.ended(
                    host.engine().run(host.task("told", "notification: {channels: [ops], when: always}\n"), "alice"));

            SyncHost.await(() ->
                    deliveries(host).stream().anyMatch(each -> !each.answer().isEmpty()));
            assertThat(deliveries(host)).allMatch(each -> each.answer().contains("refused to call"));
        }
    }

    private static List<Delivery> deliveries(SyncHost host) {
        return host.store()
                .deliveries()
                .list(DeliveryStore.Filter.ALL, new Slice(0, 10))
                .items();
    }
}
