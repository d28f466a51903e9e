package io.registrysync.sync;

import io.registrysync.registry.Registry;

/** Plans or copies all tags of a repository, in a JVM whose heap is limited. */
final class ManyTags {
    private ManyTags() {}

    /**
     * Does it and prints how many images there were and how many were copied.
     *
     * @param arguments {@code plan} or {@code run}, the source, the target
     */
    public static void main(String[] arguments) {
        try (Registry from = Registry.at(arguments[1]).open();
                Registry to = Registry.at(arguments[2]).open()) {
            Sync sync = Sync.from(from.repository(TwoRegistries.APP))
                    .tags((listed, facts) -> listed)
                    .to(to.repository(TwoRegistries.APP));
            if (arguments[0].equals("plan")) {
                System.out.println(sync.plan().images().size());
            } else {
                SyncProgress.Images images = sync.run().progress().images();
                System.out.println(images.total() + " " + images.copied() + " " + images.failed());
            }
        }
    }
}
