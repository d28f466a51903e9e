package io.registrysync.spring.web;

import io.registrysync.filter.Collisions;
import io.registrysync.filter.Flatten;
import io.registrysync.filter.NameMapping;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Reference;
import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.Tag;
import io.registrysync.spec.Deletion;
import io.registrysync.spec.ImageRules;
import io.registrysync.spec.Limits;
import io.registrysync.spec.MappingRules;
import io.registrysync.spec.Notification;
import io.registrysync.spec.Referrers;
import io.registrysync.spec.ShellScript;
import io.registrysync.spec.Source;
import io.registrysync.spec.SyncSpec;
import io.registrysync.spec.TagRules;
import io.registrysync.spec.Target;
import io.registrysync.spec.Target.CreateProject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A list of images and where they are to go.
 *
 * @param images    as they were written, with their registries or none for Docker Hub
 * @param registry  the name of the target
 * @param projects  each gets everything; none leaves names as they are
 * @param flatten   how many components of their paths give way
 * @param platforms only these; none for all
 */
record QuickSync(
        String name,
        List<String> images,
        String registry,
        List<String> projects,
        Flatten flatten,
        List<String> platforms) {
    /**
     * Where an image goes.
     *
     * @param source  its full name
     * @param targets theirs
     * @param problem why it cannot go there; empty where it can
     */
    record Mapped(String source, List<String> targets, String problem) {
        Mapped {
            targets = List.copyOf(targets);
        }
    }

    QuickSync {
        images = List.copyOf(images);
        projects = List.copyOf(projects);
        platforms = List.copyOf(platforms);
    }

    /** As a sync that can be run. */
    SyncSpec spec() {
        Target target =
                new Target(Optional.of(registry), projects, Optional.empty(), CreateProject.NEVER, Optional.empty());
        return new SyncSpec(
                name,
                "",
                Source.images(images),
                List.of(target),
                ImageRules.ALL,
                TagRules.ALL,
                platforms,
                SyncSpec.IndexMode.REWRITE,
                Referrers.NONE,
                false,
                new MappingRules(Optional.of(flatten), List.of()),
                Limits.NONE,
                Deletion.OFF,
                Optional.empty(),
                Notification.NONE,
                true);
    }

    /** Where each image goes. No registry is asked. */
    List<Mapped> mapped(RegistryHost host) {
        NameMapping mapping = NameMapping.into(flatten, projects.toArray(String[]::new));
        Collisions collisions = new Collisions();
        List<Mapped> mapped = new ArrayList<>();
        for (String image : images) {
            Reference reference = Reference.parse(image);
            String source = source(reference);
            List<String> targets = new ArrayList<>();
            try {
                mapping.map(reference.repository()).stream()
                        .map(name -> host.name() + "/" + name + suffix(reference))
                        .forEach(targets::add);
                targets.forEach(target -> add(collisions, source, target));
                mapped.add(new Mapped(source, targets, ""));
            } catch (IllegalArgumentException wrong) {
                mapped.add(new Mapped(source, targets, String.valueOf(wrong.getMessage())));
            }
        }
        return mapped;
    }

    private static void add(Collisions collisions, String source, String target) {
        if (source.equals(target)) {
            throw new IllegalArgumentException(source + " would be copied to itself; choose another project");
        }
        collisions.add(source, target);
    }

    /**
     * The same for a machine that has nothing but the command line.
     *
     * @throws IllegalArgumentException where an image cannot go where it is to go
     */
    String script(RegistryHost host) {
        List<Mapped> copies = mapped(host);
        copies.stream().filter(copy -> !copy.problem().isEmpty()).findFirst().ifPresent(copy -> {
            throw new IllegalArgumentException(copy.problem());
        });
        List<String> options = platforms.stream()
                .flatMap(platform -> Stream.of("--platform", platform))
                .toList();
        return ShellScript.of(
                options,
                copies.stream()
                        .map(copy -> new ShellScript.Copy(copy.source(), copy.targets()))
                        .toList());
    }

    /** Pinned by its digest where it has one. */
    private static String source(Reference image) {
        String repository = image.registry().name() + "/" + image.repository();
        return image.digest().map(digest -> repository + "@" + digest).orElseGet(() -> repository + suffix(image));
    }

    /** What stands behind the name at the target. */
    private static String suffix(Reference image) {
        Optional<Digest> digest = image.digest();
        return image.tag()
                .or(() -> digest.isPresent() ? Optional.empty() : Optional.of(new Tag("latest")))
                .map(tag -> ":" + tag)
                .orElseGet(() -> "@" + digest.orElseThrow());
    }
}
