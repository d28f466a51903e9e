package io.registrysync.spring.web;

import io.registrysync.notify.Channel;
import io.registrysync.notify.ChannelType;
import io.registrysync.notify.Delivery;
import io.registrysync.notify.Notifier;
import io.registrysync.registry.ForeignText;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.StoredChannel;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

/** Channels that messages are sent through. Secrets come in and never go out. */
@RestController
@RequestMapping("/notifications/channels")
class ChannelsController {
    private final Store store;
    private final Notifier notifier;
    private final TestDesk desk;

    ChannelsController(Store store, Notifier notifier, TestDesk desk) {
        this.store = store;
        this.notifier = notifier;
        this.desk = desk;
    }

    /** A channel without its secrets; {@code secretNames} are those that it has. */
    record ChannelView(
            long id,
            int version,
            String name,
            String type,
            Map<String, String> settings,
            Set<String> secretNames,
            boolean enabled,
            Instant createdAt,
            Instant updatedAt) {
        static ChannelView of(StoredChannel channel) {
            return new ChannelView(
                    channel.id(),
                    channel.version(),
                    channel.name(),
                    channel.entry().type(),
                    channel.entry().settings(),
                    new TreeSet<>(channel.secretNames()),
                    channel.entry().enabled(),
                    channel.createdAt(),
                    channel.updatedAt());
        }
    }

    @GetMapping
    Listing<ChannelView> list() {
        return Listing.whole(
                store.channels().list().stream().map(ChannelView::of).toList());
    }

    @GetMapping("/{id}")
    ChannelView get(@PathVariable long id) {
        return ChannelView.of(store.channels().get(id));
    }

    /** What channels of each type consist of, with words for people. */
    @GetMapping("/types")
    Listing<ChannelTexts.TypeView> types() {
        return Listing.whole(
                Arrays.stream(ChannelType.values()).map(ChannelTexts::of).toList());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ChannelView add(@RequestBody ChannelDraft draft) {
        Channel checked = new Channel(type(draft.type()), draft.settings(), draft.secrets());
        return get(store.channels().add(draft.entry(checked), checked.secrets()));
    }

    @PutMapping("/{id}")
    ChannelView change(@PathVariable long id, @RequestBody ChannelDraft draft) {
        StoredChannel before = store.channels().get(id);
        Channel changed = changed(before, draft);
        Map<String, SecretChange> secrets = new HashMap<>();
        before.secretNames().forEach(name -> secrets.put(name, SecretChange.clear()));
        changed.secrets().forEach((name, secret) -> secrets.put(name, SecretChange.to(secret)));
        return ChannelView.of(store.channels().update(id, draft.version(), draft.entry(changed), secrets));
    }

    /** What becomes of a channel. Nothing of another type's is kept. */
    private Channel changed(StoredChannel before, ChannelDraft draft) {
        ChannelType type = type(draft.type());
        boolean entered = draft.secrets().keySet().containsAll(before.secretNames());
        // With every secret entered anew the stored ones are not needed, and may even be unreadable.
        if (entered || !before.entry().type().equals(draft.type())) {
            return new Channel(type, draft.settings(), draft.secrets());
        }
        return stored(before).changed(draft.settings(), draft.secrets());
    }

    private Channel stored(StoredChannel channel) {
        return new Channel(
                type(channel.entry().type()),
                channel.entry().settings(),
                store.channels().secrets(channel.id()));
    }

    @PatchMapping("/{id}")
    ChannelView enable(@PathVariable long id, @RequestBody EnabledRequest wish) {
        store.channels().setEnabled(id, wish.required());
        return get(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        store.channels().delete(id);
    }

    // ---- trying ---------------------------------------------------------------------------------------------------

    /** What came of a test. */
    enum Outcome {
        /** The channel has it. */
        SENT,
        /** Something must be changed first. */
        REFUSED,
        /** It may work later. */
        POSTPONED
    }

    /** What came of a test, with the reason and what to do where it did not arrive. */
    record TestResult(Outcome outcome, String reason, String hint) {
        static TestResult of(Delivery delivery) {
            boolean isDiscreet = Discretion.isDue();
            if (delivery instanceof Delivery.Refused refused) {
                return isDiscreet
                        ? new TestResult(Outcome.REFUSED, Discretion.of(refused.failure()), "")
                        : new TestResult(Outcome.REFUSED, refused.reason(), refused.hint());
            }
            if (delivery instanceof Delivery.Postponed postponed) {
                return isDiscreet
                        ? new TestResult(Outcome.POSTPONED, Discretion.of(postponed.failure()), "")
                        : new TestResult(Outcome.POSTPONED, postponed.reason(), postponed.hint());
            }
            return new TestResult(Outcome.SENT, "", "");
        }
    }

    @PostMapping("/{id}/test")
    TestResult test(@PathVariable long id) {
        Channel channel = stored(store.channels().get(id));
        return desk.test(() -> TestResult.of(notifier.test(channel)));
    }

    /** Tries what is not saved; of a stored channel {@code id} what was not entered counts, as it would when saved. */
    @PostMapping("/test")
    TestResult test(@RequestBody ChannelDraft draft, @RequestParam Optional<Long> id) {
        Channel channel = id.map(stored -> changed(store.channels().get(stored), draft))
                .orElseGet(() -> new Channel(type(draft.type()), draft.settings(), draft.secrets()));
        return TestResult.of(notifier.test(channel));
    }

    private static ChannelType type(String id) {
        return ChannelType.byId(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there are no channels of the type '" + ForeignText.clean(id, 60) + "'; known are "
                                + Arrays.stream(ChannelType.values())
                                        .map(ChannelType::id)
                                        .collect(Collectors.joining(", "))));
    }
}
