package io.registrysync.sync;

import io.registrysync.registry.RegistryException;

/**
 * Why an image could not be copied.
 *
 * @param side  the end at which it failed
 * @param cause what failed there, with a hint
 */
public record Failure(Side side, RegistryException cause) {
    /** One line: side, operation, name and reason. */
    @Override
    public String toString() {
        return (side == Side.SOURCE ? "source: " : "target: ") + cause.getMessage();
    }
}
