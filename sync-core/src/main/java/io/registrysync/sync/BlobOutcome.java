package io.registrysync.sync;

/** How a blob came to be at the target. */
public enum BlobOutcome {
    /** It was there, or the target took it over from another of its repositories; no byte was sent. */
    PRESENT,
    /** It was sent. */
    UPLOADED
}
