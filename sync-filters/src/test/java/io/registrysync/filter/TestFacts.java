package io.registrysync.filter;

import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.sync.TagFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Facts that a test lays down, and a record of what was asked. */
final class TestFacts implements TagFacts {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final Map<Tag, Instant> created = new HashMap<>();
    final Map<Tag, Instant> pushed = new HashMap<>();
    final Map<Tag, Instant> firstSeen = new HashMap<>();
    final List<String> warnings = new ArrayList<>();
    /** What was asked, for example {@code created 64}. */
    final List<String> asked = new ArrayList<>();

    private final String host;
    private final RepositoryName repository;

    TestFacts(String host, String repository) {
        this.host = host;
        this.repository = new RepositoryName(repository);
    }

    static TestFacts nginx() {
        return new TestFacts("docker.io", "library/nginx");
    }

    TestFacts created(String tag, Duration ago) {
        created.put(new Tag(tag), NOW.minus(ago));
        return this;
    }

    TestFacts created(String tag, Instant time) {
        created.put(new Tag(tag), time);
        return this;
    }

    TestFacts pushed(String tag, Duration ago) {
        pushed.put(new Tag(tag), NOW.minus(ago));
        return this;
    }

    TestFacts seen(String tag, Duration ago) {
        firstSeen.put(new Tag(tag), NOW.minus(ago));
        return this;
    }

    List<String> selected(Tags tags, String... listed) {
        return tags.select(List.of(listed).stream().map(Tag::new), this)
                .map(Tag::name)
                .toList();
    }

    List<TagDecision> decisions(Tags tags, String... listed) {
        return tags.decide(List.of(listed).stream().map(Tag::new), this).toList();
    }

    @Override
    public RepositoryName repository() {
        return repository;
    }

    @Override
    public String location() {
        return host + "/" + repository;
    }

    @Override
    public Instant now() {
        return NOW;
    }

    @Override
    public Map<Tag, Instant> created(Collection<Tag> tags) {
        return answer("created", created, tags);
    }

    @Override
    public Map<Tag, Instant> pushed(Collection<Tag> tags) {
        return answer("pushed", pushed, tags);
    }

    @Override
    public Map<Tag, Instant> firstSeen(Collection<Tag> tags) {
        return answer("firstSeen", firstSeen, tags);
    }

    @Override
    public void warn(String text) {
        warnings.add(text);
    }

    private Map<Tag, Instant> answer(String what, Map<Tag, Instant> known, Collection<Tag> tags) {
        asked.add(what + " " + tags.size());
        Map<Tag, Instant> answer = new HashMap<>(known);
        answer.keySet().retainAll(tags);
        return answer;
    }
}
