package io.registrysync.registry;

/**
 * One entry of the {@code errors} of a registry's answer (distribution specification, "Error Codes"), or the text of an
 * answer that is not of that form.
 *
 * @param code    for example {@code MANIFEST_UNKNOWN}; empty where the registry gave none
 * @param message what the registry says; control characters removed, at most 300 characters
 * @param detail  the text of {@code detail}, treated alike
 */
public record RegistryError(String code, String message, String detail) {}
