package io.registrysync.spec;

import io.registrysync.filter.Tags;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One sync: what is copied, from where to where, under which names and when. This is what a file describes, what the
 * server stores as a task and what it is sent as one. Immutable, complete in itself (defaults are resolved), and without
 * a secret.
 *
 * @param name         for people, unique among the syncs beside it
 * @param description  for people; may be empty
 * @param source       where images come from
 * @param targets      where they go; each gets everything, and the source is read once
 * @param images       which images
 * @param tags         which tags
 * @param platforms    {@code os/architecture[/variant]}; empty for all
 * @param index        what is done with an index that has more platforms than wanted
 * @param referrers    whether signatures and the like come along
 * @param digestTags   whether tags such as {@code sha256-….sig} come along
 * @param mapping      what repositories are called in the targets
 * @param limits       what the sync may take
 * @param delete       whether tags go that the source no longer has
 * @param schedule     when it runs by itself; absent for never
 * @param notification who hears of it
 * @param enabled      whether the schedule counts
 */
public record SyncSpec(
        String name,
        String description,
        Source source,
        List<Target> targets,
        ImageRules images,
        TagRules tags,
        List<String> platforms,
        IndexMode index,
        Referrers referrers,
        boolean digestTags,
        MappingRules mapping,
        Limits limits,
        Deletion delete,
        Optional<Schedule> schedule,
        Notification notification,
        boolean enabled) {
    /** What is done with an index that has more platforms than wanted. */
    public enum IndexMode {
        /** A new index is written, with the wanted ones; its digest differs from the source's. */
        REWRITE,
        /** The index is copied as it is, its other platforms are not. Some registries refuse that. */
        SPARSE,
        /** The index is copied with all its platforms. */
        ALL
    }

    /**
     * Checks each value and how they go together; brings platforms to their normal form.
     *
     * @throws IllegalArgumentException where something is wrong
     */
    public SyncSpec {
        Checks.name(name);
        targets = List.copyOf(targets);
        platforms = platforms.stream().map(Checks::platform).distinct().toList();
        Checks.require(!targets.isEmpty(), "there is no target");
        Checks.require(new HashSet<>(targets).size() == targets.size(), "a target stands here twice");
        for (Target target : targets) {
            Checks.require(
                    target.repository().isEmpty() || source.isOneRepository(),
                    "a target's repository is one for all images of the source, where they would overwrite each"
                            + " other; name one repository in the source, or use mapping");
        }
        Checks.require(
                index != IndexMode.ALL || platforms.isEmpty(),
                "index: all copies every platform; leave out platforms (platforms: [] where defaults have some)");
        Checks.require(
                !delete.enabled() || source.registry().isPresent(),
                "delete needs a registry as its source: what a list or an archive lacks was not deleted anywhere");
    }

    /** A sync of everything in the source, by hand. */
    public static SyncSpec of(String name, Source source, Target... targets) {
        return new SyncSpec(
                name,
                "",
                source,
                List.of(targets),
                ImageRules.ALL,
                TagRules.ALL,
                List.of(),
                IndexMode.REWRITE,
                Referrers.NONE,
                false,
                MappingRules.DEFAULT,
                Limits.NONE,
                Deletion.OFF,
                Optional.empty(),
                Notification.NONE,
                true);
    }

    /**
     * Reads what {@link #toYaml} wrote, or one sync as it stands in a file. Whether its registries are described is not
     * looked at.
     *
     * @param name stands for the text in messages
     * @throws SyncFileException where the text does not describe a sync
     */
    public static SyncSpec parse(String name, String text) {
        return SyncFileReader.parseSync(name, text);
    }

    /** As a sync file has it. Reads back as an equal value. */
    public String toYaml() {
        return SyncFileWriter.write(this);
    }

    /**
     * Makes one of its keys as JSON has them: what a sync file says, with maps, lists, texts, numbers and flags. A dollar
     * sign is one everywhere; there are no variables.
     *
     * @throws SyncFileException where the keys do not describe a sync; its problems have paths instead of lines
     */
    public static SyncSpec ofMap(Map<String, ?> keys) {
        return SyncFileReader.readSync(keys);
    }

    /** Its keys as {@link #ofMap} takes them, in the order of the manual, without those that say what goes without saying. */
    public Map<String, Object> toMap() {
        return SyncFileWriter.keys(this);
    }

    /** The rules by which tags are picked, where they are not named. */
    public Tags selection() {
        return TagFilters.of(this);
    }

    /** The same under another name. */
    public SyncSpec named(String newName) {
        return with(newName, source, targets, images, limits, notification, enabled);
    }

    /** The same, with a schedule that counts or does not. */
    public SyncSpec enabled(boolean counts) {
        return with(name, source, targets, images, limits, notification, counts);
    }

    /** The same, with a registry under another name. */
    public SyncSpec renamingRegistry(String from, String to) {
        return with(
                name,
                source.renamingRegistry(from, to),
                targets.stream()
                        .map(target -> target.renamingRegistry(from, to))
                        .toList(),
                images,
                limits,
                notification,
                enabled);
    }

    /** The same, with a channel under another name. */
    public SyncSpec renamingChannel(String from, String to) {
        List<String> channels = notification.channels().stream()
                .map(channel -> channel.equals(from) ? to : channel)
                .toList();
        return with(name, source, targets, images, limits, notification.to(channels), enabled);
    }

    /** The same with other rules for images and other limits. */
    SyncSpec with(ImageRules newImages, Limits newLimits) {
        return with(name, source, targets, newImages, newLimits, notification, enabled);
    }

    private SyncSpec with(
            String newName,
            Source newSource,
            List<Target> newTargets,
            ImageRules newImages,
            Limits newLimits,
            Notification newNotification,
            boolean counts) {
        return new SyncSpec(
                newName,
                description,
                newSource,
                newTargets,
                newImages,
                tags,
                platforms,
                index,
                referrers,
                digestTags,
                mapping,
                newLimits,
                delete,
                schedule,
                newNotification,
                counts);
    }

    /** The names of the registries that it needs. */
    public Set<String> registries() {
        Set<String> names = new TreeSet<>();
        Stream.concat(source.registry().stream(), targets.stream().flatMap(target -> target.registry().stream()))
                .forEach(names::add);
        return names;
    }
}
