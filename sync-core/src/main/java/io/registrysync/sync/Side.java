package io.registrysync.sync;

/** Which end of a copy. */
public enum Side {
    /** Where content is read. */
    SOURCE,
    /** Where content is written. */
    TARGET
}
