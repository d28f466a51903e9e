package io.registrysync.registry;

import java.net.URI;

/**
 * What a look at a registry showed.
 *
 * @param address        where it answers
 * @param authentication how it wants to be asked: {@code none}, {@code basic} or {@code token}
 * @param user           who we are there; empty for anybody
 */
public record RegistryCheck(URI address, String authentication, String user) {}
