package io.registrysync.spring.web;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.MediaType;
import io.registrysync.registry.BlobUpload;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryCheck;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.spring.web.RegistryVerdict.Name;
import io.registrysync.spring.web.RegistryVerdict.Plane;
import io.registrysync.spring.web.RegistryVerdict.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Looks whether a registry works, plane by plane. Leaves nothing behind. Used once, by one thread. */
final class RegistryProbe {
    /** For all planes together; what is asked last may take a little longer to be given up. */
    private static final Duration LIMIT = Duration.ofSeconds(16);

    private final Registry registry;
    private final Optional<String> repository;
    private final Waiting waiting;
    private final long began = System.nanoTime();
    private final List<Plane> planes = new ArrayList<>();

    /**
     * Asks nothing yet.
     *
     * @param repository where it is tried whether we may write; without one that is not looked at
     */
    RegistryProbe(Registry registry, Optional<String> repository, Waiting waiting) {
        this.registry = registry;
        this.repository = repository;
        this.waiting = waiting;
    }

    RegistryVerdict run() {
        Optional<RegistryCheck> reached = reach();
        if (reached.isPresent()) {
            list();
            push();
        } else {
            planes.add(Plane.skipped(Name.LIST, "it does not get that far"));
            planes.add(Plane.skipped(Name.PUSH, "it does not get that far"));
        }
        boolean isUsable = planes.stream().noneMatch(plane -> plane.state() == State.FAILED);
        return new RegistryVerdict(
                isUsable,
                registry.toString(),
                reached.map(RegistryCheck::authentication).orElse(""),
                reached.map(RegistryCheck::user).orElse(""),
                planes);
    }

    // ---- network, TLS, login: one request shows them all ------------------------------------------------------------

    private Optional<RegistryCheck> reach() {
        long before = System.nanoTime();
        try {
            RegistryCheck check = within(cancellation -> registry.check());
            planes.add(Plane.ok(Name.NETWORK, "it answers at " + check.address(), millis(before)));
            planes.add(tls());
            planes.add(login(check));
            return Optional.of(check);
        } catch (RegistryException failure) {
            unreached(failure, millis(before));
        } catch (Waiting.GivenUp silent) {
            planes.add(new Plane(
                    Name.NETWORK,
                    State.FAILED,
                    "no answer",
                    "",
                    "look at address and port, and whether a firewall is in between",
                    millis(before)));
            planes.add(Plane.skipped(Name.TLS, "nothing answers"));
            planes.add(Plane.skipped(Name.LOGIN, "nothing answers"));
        }
        return Optional.empty();
    }

    private Plane tls() {
        return isPlain()
                ? Plane.skipped(Name.TLS, "plain HTTP: passwords are not protected")
                : Plane.ok(Name.TLS, "", 0);
    }

    private boolean isPlain() {
        return registry.toString().startsWith("http://");
    }

    private static Plane login(RegistryCheck check) {
        if (check.authentication().equals("none")) {
            return Plane.skipped(Name.LOGIN, "the registry asks for no login");
        }
        return Plane.ok(Name.LOGIN, check.user().isEmpty() ? "as anybody" : "as " + check.user(), 0);
    }

    private void unreached(RegistryException failure, long millis) {
        boolean isPause = failure.kind() == Kind.RATE_LIMITED;
        if (isTls(failure)) {
            planes.add(Plane.ok(Name.NETWORK, "something answers", millis));
            planes.add(failed(Name.TLS, State.FAILED, failure, 0));
            planes.add(Plane.skipped(Name.LOGIN, "not without TLS"));
        } else if (isPause || failure.kind() == Kind.ACCESS_DENIED) {
            planes.add(Plane.ok(Name.NETWORK, "it answers", millis));
            planes.add(tls());
            planes.add(failed(Name.LOGIN, isPause ? State.UNKNOWN : State.FAILED, failure, 0));
        } else {
            // Nobody answers, or somebody who is no registry, or one that is in trouble.
            planes.add(failed(Name.NETWORK, State.FAILED, failure, millis));
            planes.add(Plane.skipped(Name.TLS, "it does not get that far"));
            planes.add(Plane.skipped(Name.LOGIN, "it does not get that far"));
        }
    }

    private static boolean isTls(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(SSLException.class::isInstance);
    }

    // ---- rights ---------------------------------------------------------------------------------------------------

    private void list() {
        long before = System.nanoTime();
        try {
            boolean isThere = within(cancellation -> repository.isPresent()
                    ? registry.repository(repository.get())
                            .within(cancellation, notice -> {})
                            .tags()
                            .findFirst()
                            .isPresent()
                    : registry.projects().findFirst().isPresent());
            planes.add(Plane.ok(Name.LIST, isThere ? "" : "there is nothing that we may see", millis(before)));
        } catch (RegistryException failure) {
            planes.add(failed(Name.LIST, unlisted(failure), failure, millis(before)));
        } catch (Waiting.GivenUp silent) {
            planes.add(new Plane(
                    Name.LIST, State.UNKNOWN, "no list in time", "", "name repositories in tasks", millis(before)));
        }
    }

    /** Many registries keep their list to themselves, and are copied from and to all the same. */
    private static State unlisted(RegistryException failure) {
        boolean isKnownToHaveNone = failure.kind() == Kind.REFUSED && failure.status() == 0;
        boolean isHarmless = failure.kind() == Kind.ACCESS_DENIED
                || failure.kind() == Kind.NOT_FOUND
                || failure.kind() == Kind.REFUSED;
        return isKnownToHaveNone ? State.SKIPPED : isHarmless ? State.UNKNOWN : State.FAILED;
    }

    private void push() {
        if (repository.isEmpty()) {
            planes.add(Plane.skipped(Name.PUSH, "name a repository to try whether it can be written"));
            return;
        }
        long before = System.nanoTime();
        try {
            planes.add(within(cancellation -> push(registry.repository(repository.get()), cancellation, before)));
        } catch (RegistryException failure) {
            planes.add(failed(Name.PUSH, State.FAILED, failure, millis(before)));
        } catch (Waiting.GivenUp silent) {
            planes.add(new Plane(Name.PUSH, State.UNKNOWN, "no answer in time", "", "", millis(before)));
        }
    }

    /** Begins to write something that nobody has, and calls it off. */
    private static Plane push(Repository anywhere, Cancellation cancellation, long before) {
        Repository target = anywhere.within(cancellation, notice -> {});
        if (target.hasProject().filter(exists -> !exists).isPresent()) {
            return new Plane(
                    Name.PUSH,
                    State.FAILED,
                    "the project of " + target.location() + " does not exist",
                    "",
                    "create it, or let the task create it",
                    millis(before));
        }
        byte[] content = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        Descriptor unheardOf =
                new Descriptor(new MediaType("application/octet-stream"), Digest.sha256(content), content.length);
        try (BlobUpload upload = target.startUpload(unheardOf, List.of())) {
            return Plane.ok(
                    Name.PUSH, "an upload to " + target.location() + " was begun and called off", millis(before));
        }
    }

    // ---- time -----------------------------------------------------------------------------------------------------

    private <T> T within(Function<Cancellation, T> work) {
        Duration left = LIMIT.minusNanos(System.nanoTime() - began);
        return waiting.within(left.isNegative() ? Duration.ZERO : left, work);
    }

    private static long millis(long before) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
    }

    private static Plane failed(Name plane, State state, RegistryException failure, long millis) {
        return new Plane(plane, state, failure.reason(), Discretion.of(failure), failure.hint(), millis);
    }
}
