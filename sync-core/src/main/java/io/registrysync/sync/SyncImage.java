package io.registrysync.sync;

/**
 * One image on its way to one target, by the names that people use.
 *
 * @param source for example {@code docker.io/library/nginx:1.25.3}
 * @param target for example {@code harbor.example.com/prod/nginx:1.25.3}
 */
public record SyncImage(String source, String target) {}
