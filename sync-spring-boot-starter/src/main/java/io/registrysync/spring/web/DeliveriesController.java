package io.registrysync.spring.web;

import io.registrysync.store.Delivery;
import io.registrysync.store.DeliveryStore;
import io.registrysync.store.Page;
import io.registrysync.store.Store;
import io.registrysync.store.StoredChannel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of messages. */
@RestController
@RequestMapping("/notifications/deliveries")
class DeliveriesController {
    private final Store store;

    DeliveriesController(Store store) {
        this.store = store;
    }

    /**
     * A message on its way.
     *
     * @param answer what came of the last try
     */
    record DeliveryView(
            long id,
            long channelId,
            String channel,
            long executionId,
            Delivery.State state,
            int tries,
            Optional<Instant> nextTryAt,
            String answer,
            Instant createdAt,
            Optional<Instant> finishedAt) {}

    /** The latest first. */
    @GetMapping
    Listing<DeliveryView> list(
            @RequestParam(defaultValue = "") List<Delivery.State> status,
            @RequestParam Optional<Long> channel,
            @RequestParam Optional<Long> execution,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        DeliveryStore.Filter filter = new DeliveryStore.Filter(Listing.chosen(status), channel, execution);
        Page<Delivery> found = store.deliveries().list(filter, Listing.slice(page, size));
        Map<Long, String> names =
                store.channels().list().stream().collect(Collectors.toMap(StoredChannel::id, StoredChannel::name));
        Function<Delivery, DeliveryView> view = delivery -> new DeliveryView(
                delivery.id(),
                delivery.channelId(),
                names.getOrDefault(delivery.channelId(), ""),
                delivery.executionId(),
                delivery.state(),
                delivery.tries(),
                delivery.nextTryAt(),
                delivery.answer(),
                delivery.createdAt(),
                delivery.finishedAt());
        return Listing.of(found, page, size, view);
    }
}
