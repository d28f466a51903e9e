package io.registrysync.cli;

import io.registrysync.oci.RepositoryName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A list of images, one per line, and where each is copied to. */
final class ImageList {
    private ImageList() {}

    /**
     * Reads a list.
     *
     * @param file {@code -} is standard input
     * @throws UsageException where it cannot be read, or a line is no image
     * @throws io.registrysync.filter.RuleException where two repositories would become one
     */
    static List<CopyRequest> requests(Path file, List<Root> to, NameOptions.Mapping mapping, Shell shell) {
        List<CopyRequest> requests = Lines.read(file, shell, ImageList::image).stream()
                .map(image -> request(image, to, mapping))
                .toList();
        NameOptions.requireNoCollisions(requests);
        return requests;
    }

    /** One image to places beneath targets, under the tag that it has. */
    static CopyRequest request(ImageName image, List<Root> to, NameOptions.Mapping mapping) {
        RepositoryName repository = repository(image)
                .orElseThrow(() -> new UsageException("the image " + image + " has no name that a target could take"));
        List<ImageName> targets = to.stream()
                .map(root -> new ImageName(mapping.place(repository, root), Optional.empty(), Optional.empty()))
                .toList();
        return CopyRequest.ofImage(image, targets);
    }

    private static ImageName image(String line) {
        ImageName image = ImageName.parse(line);
        if (repository(image).isEmpty()) {
            throw new IllegalArgumentException("'" + line + "' has no name that a target could take");
        }
        return image;
    }

    private static Optional<RepositoryName> repository(ImageName image) {
        if (image.place() instanceof Place.InRegistry in) {
            return Optional.of(in.repository());
        }
        return image.place() instanceof Place.InLayout in
                ? in.repository()
                : ((Place.InDockerArchive) image.place()).name().map(name -> name.repository());
    }
}
