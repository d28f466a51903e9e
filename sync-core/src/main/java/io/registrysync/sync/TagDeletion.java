package io.registrysync.sync;

import io.registrysync.oci.Tag;
import io.registrysync.registry.Repository;
import java.util.Optional;

/**
 * A tag that a target loses because its source no longer has it.
 *
 * @param target  what it is about, for example {@code harbor.example.com/prod/nginx:1.0}; without a tag where nothing is
 *     deleted in a whole repository
 * @param tag     the tag; empty where it is about a whole repository
 * @param failure why it is not deleted
 */
public record TagDeletion(String target, Optional<Tag> tag, Optional<Failure> failure) {
    static TagDeletion of(Repository target, Tag tag) {
        return new TagDeletion(target.location() + ":" + tag, Optional.of(tag), Optional.empty());
    }
}
