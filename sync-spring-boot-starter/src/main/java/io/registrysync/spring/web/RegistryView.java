package io.registrysync.spring.web;

import io.registrysync.engine.RegistryPool;
import io.registrysync.registry.Quota;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.StoredRegistry;
import java.time.Instant;
import java.util.Optional;

/**
 * A stored registry, without its secret.
 *
 * @param host            what references to it begin with
 * @param quota           what it has last said of how much it lets us have; absent where it says nothing
 * @param passwordDropped whether a change has just cost it its password, because it would have been shown to another host
 */
record RegistryView(
        long id,
        int version,
        String name,
        String type,
        String url,
        String host,
        String description,
        Optional<String> username,
        boolean hasPassword,
        boolean insecure,
        Optional<String> ca,
        Optional<String> tokenServer,
        Optional<String> proxy,
        Optional<Integer> concurrency,
        Optional<Double> requestsPerSecond,
        Optional<Integer> maxUnits,
        boolean enabled,
        Instant createdAt,
        Instant updatedAt,
        Optional<QuotaView> quota,
        boolean passwordDropped) {
    /**
     * How many pulls a registry lets us have.
     *
     * @param seconds of the window to which they belong; 0 where the registry did not say
     * @param at      when it said so
     */
    record QuotaView(long limit, long remaining, long seconds, Instant at) {
        static QuotaView of(Quota quota) {
            return new QuotaView(
                    quota.limit(), quota.remaining(), quota.window().toSeconds(), quota.at());
        }
    }

    static RegistryView of(StoredRegistry stored, Optional<Quota> quota) {
        return of(stored, quota, false);
    }

    static RegistryView of(StoredRegistry stored, Optional<Quota> quota, boolean passwordDropped) {
        RegistryEntry entry = stored.entry();
        return new RegistryView(
                stored.id(),
                stored.version(),
                entry.name(),
                entry.type(),
                entry.url(),
                RegistryPool.host(stored).name(),
                entry.description(),
                entry.username(),
                stored.hasPassword(),
                entry.insecure(),
                entry.ca(),
                entry.tokenServer(),
                entry.proxy(),
                entry.concurrency(),
                entry.requestsPerSecond(),
                entry.maxUnits(),
                entry.enabled(),
                stored.createdAt(),
                stored.updatedAt(),
                quota.map(QuotaView::of),
                passwordDropped);
    }
}
