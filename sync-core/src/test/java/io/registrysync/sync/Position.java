package io.registrysync.sync;

import io.registrysync.fixture.Exchange;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** One request of a copy, by what it asks; ids and states of sessions differ from run to run. */
record Position(boolean atSource, String what) {
    static Position of(boolean atSource, Exchange exchange) {
        String target = exchange.target()
                .replaceFirst("/uploads/[0-9a-f-]{36}", "/uploads/session")
                .replaceFirst("_state=[^&]*", "");
        String login = exchange.header("Authorization").isPresent() ? " with authorization" : "";
        return new Position(atSource, exchange.method() + " " + target + login);
    }

    /** Every request that both registries have heard. */
    static Set<Position> of(TwoRegistries registries) {
        Set<Position> positions = new LinkedHashSet<>();
        registries.source().traffic().requests().forEach(exchange -> positions.add(of(true, exchange)));
        registries.target().traffic().requests().forEach(exchange -> positions.add(of(false, exchange)));
        return positions;
    }

    boolean is(Exchange exchange) {
        return of(atSource, exchange).equals(this);
    }

    boolean startsWith(String... methods) {
        return Stream.of(methods).anyMatch(method -> what.startsWith(method + " "));
    }

    boolean isToken() {
        return what.contains(" /token");
    }

    @Override
    public String toString() {
        return (atSource ? "source " : "target ") + what;
    }
}
