package io.registrysync.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DescriptorTest {
    private static final Digest EMPTY = Digest.sha256(new byte[0]);

    @Test
    void negative_size_is_refused() {
        assertThatThrownBy(() -> new Descriptor(MediaType.OCI_INDEX, EMPTY, -1)).isInstanceOf(FormatException.class);
    }

    @Test
    void collections_are_frozen() {
        Map<String, String> annotations = new HashMap<>(Map.of("a", "b"));
        List<String> urls = new ArrayList<>(List.of("u"));
        Descriptor descriptor = new Descriptor(MediaType.OCI_INDEX, EMPTY, 0, Optional.empty(), "", annotations, urls);
        annotations.clear();
        urls.clear();
        assertThat(descriptor.annotations()).hasSize(1).isUnmodifiable();
        assertThat(descriptor.urls()).hasSize(1).isUnmodifiable();
    }
}
