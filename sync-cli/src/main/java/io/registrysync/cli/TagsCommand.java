package io.registrysync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.registrysync.filter.TagDecision;
import io.registrysync.filter.TagRule;
import io.registrysync.filter.Tags;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.TagFacts;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code tags REPO}: which tags rules let pass, and which rule decided about each. */
final class TagsCommand implements Command {
    private static final int LONGEST_TAG = 50;

    private final Parameter repository =
            Parameter.required(0, "REPO", "a repository: host[:port]/path, oci:DIR or oci-archive:FILE");
    private final Option<OutputOptions.Format> format = OutputOptions.format();
    private final StateOptions state = new StateOptions();
    private final RuleOptions rules = new RuleOptions();
    private final ImageOptions images = new ImageOptions();
    private final LimitOptions limits = new LimitOptions();
    private final AccessOptions access = AccessOptions.only();
    private final OutputOptions output = new OutputOptions();

    /** What the rules say of a repository, in the order in which it lists its tags. */
    private record Answer(List<TagDecision> decisions, List<TagRule> unmatched) {
        static Answer of(Tags rules, Stream<Tag> listed, TagFacts facts) {
            List<Tag> tags = listed.toList();
            Map<Tag, Integer> places = new HashMap<>();
            tags.forEach(tag -> places.put(tag, places.size()));
            List<TagDecision> decisions = rules.decide(tags.stream(), facts)
                    .sorted(Comparator.comparing(decision -> places.getOrDefault(decision.tag(), 0)))
                    .toList();
            return new Answer(decisions, rules.unmatched(tags, facts));
        }

        long selected() {
            return decisions.stream().filter(TagDecision::selected).count();
        }
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(
                        this, "tags", "Show which tags of a repository rules let pass, and which rule decides.")
                .addPositional(repository.spec())
                .addOption(format.spec());
        spec.usageMessage()
                .footer(
                        "",
                        "  " + RegistrySync.NAME + " tags nginx --include '^1\\.2[0-9]' --exclude alpine --newest 10");
        state.addTo(spec);
        rules.addTo(spec);
        images.addPlatformsTo(spec);
        limits.addTo(spec);
        access.addTo(spec);
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) throws IOException {
        ImageName name = ImageName.parse(repository.text());
        if (name.isImage()) {
            throw new UsageException(name + " names one image", "Leave out the tag: rules decide about repositories.");
        }
        Tags tags = rules.tags();
        try (Places places = Places.reading(access, limits, shell)) {
            Repository examined = places.repository(name.place());
            // It is examined only; nothing is copied onto itself.
            Sync sync = Sync.from(examined).tags(tags).to(examined).listener(event -> warn(event, shell));
            Answer answer = state.apply(images.apply(sync), shell)
                    .examine(new Cancellation(), (listed, facts) -> Answer.of(tags, listed, facts))
                    .get(0);
            if (answer.decisions().isEmpty()) {
                throw RegistryException.of(
                        Kind.NOT_FOUND, "list tags", name.toString(), "there are no tags in this repository", null);
            }
            if (format.value().orElse(OutputOptions.Format.TEXT) == OutputOptions.Format.JSON) {
                printJson(name, answer, shell);
            } else {
                printText(answer, shell);
            }
        }
        return ExitCode.OK;
    }

    private void warn(SyncEvent event, Shell shell) {
        if (event instanceof SyncEvent.Noticed noticed && !output.isQuiet()) {
            warn(noticed.notice().text(), shell);
        }
    }

    private void warn(String text, Shell shell) {
        shell.err().println(output.errStyle(shell).yellow("warning:") + " " + text);
    }

    // ---- text -----------------------------------------------------------------------------------------------------

    private void printText(Answer answer, Shell shell) {
        Style style = output.outStyle(shell);
        int width = Math.min(
                LONGEST_TAG,
                answer.decisions().stream()
                        .mapToInt(decision -> decision.tag().name().length())
                        .max()
                        .orElse(0));
        for (TagDecision decision : answer.decisions()) {
            String tag = decision.tag().name();
            String padding = " ".repeat(Math.max(0, width - tag.length()));
            shell.out()
                    .println((decision.selected()
                                    ? style.green(style.yes()) + " " + tag
                                    : style.red(style.no()) + " " + tag)
                            + padding + "  " + style.dim(decision.reason()));
        }
        if (!output.isQuiet()) {
            shell.out().flush();
            for (TagRule rule : answer.unmatched()) {
                warn(option(rule.kind()) + " '" + rule.text() + "' matches no tag", shell);
            }
            shell.err().println(answer.selected() + " of " + answer.decisions().size() + " tags are selected");
        }
    }

    private static String option(TagRule.Kind kind) {
        return switch (kind) {
            case EXCLUDE -> "--exclude";
            case IMAGE_EXCLUDE -> "--exclude-glob";
            case IMAGE_INCLUDE -> "--glob";
            case SEMVER -> "--semver";
            default -> "--include";
        };
    }

    // ---- JSON -----------------------------------------------------------------------------------------------------

    private static void printJson(ImageName name, Answer answer, Shell shell) {
        shell.out().println(Json.line(json -> {
            json.writeStringField("name", name.toString());
            json.writeNumberField("selected", answer.selected());
            json.writeArrayFieldStart("tags");
            for (TagDecision decision : answer.decisions()) {
                json.writeStartObject();
                json.writeStringField("tag", decision.tag().name());
                json.writeBooleanField("selected", decision.selected());
                json.writeStringField("reason", decision.reason());
                json.writeObjectFieldStart("rule");
                rule(json, decision.rule());
                if (decision.time().isPresent()) {
                    json.writeStringField("time", decision.time().get().toString());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("unmatched");
            for (TagRule unmatched : answer.unmatched()) {
                json.writeStartObject();
                rule(json, unmatched);
            }
            json.writeEndArray();
        }));
    }

    /** Ends the object that was begun. */
    private static void rule(JsonGenerator json, TagRule rule) throws IOException {
        json.writeStringField("kind", Json.camelCase(rule.kind()));
        json.writeStringField("text", rule.text());
        json.writeEndObject();
    }
}
