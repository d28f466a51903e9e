package io.registrysync.spec;

import io.registrysync.oci.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where images come from. Either of:
 *
 * <ul>
 *   <li>a registry, with {@code project} only what is below it, with {@code repositories} only these;
 *   <li>a list of images, from the registries that they name themselves;
 *   <li>a layout or an archive.
 * </ul>
 *
 * @param registry     the name of a registry of the file
 * @param project      the first components of the repositories' names; {@code repositories} begin below it
 * @param repositories names or globs; empty for all
 * @param images       {@code [registry/]repository[:tag][@digest]}; {@code latest} where neither tag nor digest is given
 * @param layout       {@code oci:FOLDER}, {@code oci-archive:FILE} or {@code docker-archive:FILE}
 */
public record Source(
        Optional<String> registry,
        Optional<String> project,
        List<String> repositories,
        List<String> images,
        Optional<String> layout) {
    private static final int MOST_SAID = 20;

    /**
     * Checks each value and that they are one of the forms.
     *
     * @throws IllegalArgumentException where they are not
     */
    public Source {
        repositories = List.copyOf(repositories);
        images = List.copyOf(images);
        int forms = (registry.isPresent() ? 1 : 0) + (images.isEmpty() ? 0 : 1) + (layout.isPresent() ? 1 : 0);
        Checks.require(forms == 1, "a source is one of registry, images and layout, not " + forms + " of them");
        Checks.require(
                registry.isPresent() || (project.isEmpty() && repositories.isEmpty()),
                "project and repositories are those of a registry; add registry, or leave them out");
        registry.ifPresent(Checks::name);
        project.ifPresent(Checks::repository);
        repositories.forEach(Checks::repositories);
        images.forEach(Checks::image);
        layout.ifPresent(Checks::layout);
    }

    /** Repositories of a registry: names or globs, or none for all. */
    public static Source registry(String registry, String... repositories) {
        return new Source(Optional.of(registry), Optional.empty(), List.of(repositories), List.of(), Optional.empty());
    }

    /** Everything below a project of a registry. */
    public static Source project(String registry, String project) {
        return new Source(Optional.of(registry), Optional.of(project), List.of(), List.of(), Optional.empty());
    }

    /** Single images. */
    public static Source images(List<String> images) {
        return new Source(Optional.empty(), Optional.empty(), List.of(), images, Optional.empty());
    }

    /**
     * Reads images as people collect them: one a line, with empty lines and with comments behind {@code #}.
     *
     * @throws IllegalArgumentException where lines hold something else; the message names them, at most 20
     */
    public static List<String> parseImages(String lines) {
        List<String> images = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        int number = 0;
        for (String line : lines.lines().toList()) {
            number++;
            String image = line.replaceFirst("(^|\\s)#.*", "").strip();
            try {
                if (!image.isEmpty()) {
                    images.add(Checks.image(image));
                }
            } catch (FormatException malformed) {
                wrong.add("line " + number + ": " + malformed.getMessage());
            }
        }
        if (!wrong.isEmpty()) {
            String more = wrong.size() > MOST_SAID ? "; and " + (wrong.size() - MOST_SAID) + " more" : "";
            throw new IllegalArgumentException(String.join("; ", wrong.subList(0, Math.min(MOST_SAID, wrong.size())))
                    + more);
        }
        return List.copyOf(images);
    }

    Source renamingRegistry(String from, String to) {
        return new Source(registry.map(name -> name.equals(from) ? to : name), project, repositories, images, layout);
    }

    /** Whether this names exactly one repository. */
    boolean isOneRepository() {
        return images.size() == 1 || (repositories.size() == 1 && !Checks.isGlob(repositories.get(0)));
    }
}
