package io.registrysync.registry;

import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A registry that has not been asked for anything yet, by nobody in particular: where it shows its catalog, it need not
 * be asked what it is, because Harbor shows that to administrators only.
 */
final class UnknownApi implements Management {
    private final Management catalog;
    private final Function<Call.Caller, Management> recognition;

    /** Creates it; {@code recognition} asks. */
    UnknownApi(Management catalog, Function<Call.Caller, Management> recognition) {
        this.catalog = catalog;
        this.recognition = recognition;
    }

    @Override
    public Stream<RepositoryName> repositories(Call.Caller caller) {
        return list(caller, api -> api.repositories(caller));
    }

    @Override
    public Stream<RepositoryName> repositories(RepositoryName project, Call.Caller caller) {
        return list(caller, api -> api.repositories(project, caller));
    }

    @Override
    public Stream<String> projects(Call.Caller caller) {
        return list(caller, api -> api.projects(caller));
    }

    @Override
    public Optional<Boolean> hasProject(RepositoryName project, Call.Caller caller) {
        return recognition.apply(caller).hasProject(project, caller);
    }

    @Override
    public void createProject(RepositoryName project, Call.Caller caller) {
        recognition.apply(caller).createProject(project, caller);
    }

    @Override
    public Map<Tag, Instant> pushTimes(RepositoryName repository, Call.Caller caller) {
        return recognition.apply(caller).pushTimes(repository, caller);
    }

    private <T> Stream<T> list(Call.Caller caller, Function<Management, Stream<T>> question) {
        try {
            Iterator<T> entries = question.apply(catalog).iterator();
            // Reads the first page.
            var unused = entries.hasNext();
            return StreamSupport.stream(
                    Spliterators.spliteratorUnknownSize(entries, Spliterator.ORDERED | Spliterator.NONNULL), false);
        } catch (RegistryException refused) {
            if (refused.kind() == RegistryException.Kind.ACCESS_DENIED
                    && recognition.apply(caller) instanceof HarborApi harbor) {
                return question.apply(harbor);
            }
            throw refused;
        }
    }
}
