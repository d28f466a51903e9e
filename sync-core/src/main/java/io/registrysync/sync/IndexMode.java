package io.registrysync.sync;

/** What becomes of an index when only some platforms are copied. */
public enum IndexMode {
    /**
     * The target gets a new index with the selected platforms and what belongs to them. It has another digest than the
     * source's, always the same one for the same selection.
     */
    REWRITE,
    /**
     * The target gets the source's index as it is, and the images of other platforms are left out. The digest stays;
     * many registries refuse an index of which parts are missing.
     */
    SPARSE,
    /** The target gets the whole image, if any of the selected platforms is in it. */
    ALL
}
