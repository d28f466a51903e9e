package io.registrysync.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void order_of_tags() {
        List<String> ordered = List.of(
                // no versions: natural order
                "9f3c2d1",
                "alpine",
                "alpine3.9",
                "alpine3.18",
                "latest",
                "stable",
                // versions; pre-releases and variants before the release
                "0.9",
                "1.0.0-1",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0-rc9",
                "1.0.0-rc10",
                "1",
                "1.0.0",
                "v1.0.0",
                "1.0.1",
                "1.2.9",
                "1.2.10",
                "1.2.10.1",
                "1.10",
                "2-alpine",
                "2",
                "24.04",
                "2024-01-09",
                "2024-01-10");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(7));
        assertThat(shuffled.stream().sorted(Version.tagOrder())).containsExactlyElementsOf(ordered);
    }

    @Test
    void missing_numbers_are_zero() {
        assertThat(Version.parse("1.2")).isEqualTo(Version.parse("v1.2.0")).isNotEqualTo(Version.parse("1.2.1"));
        assertThat(Version.parse("0")).isEqualTo(Version.parse("0.0.0"));
    }

    @Property
    void order_is_total(@ForAll("tags") String a, @ForAll("tags") String b, @ForAll("tags") String c) {
        int ab = Integer.signum(Version.tagOrder().compare(a, b));
        assertThat(Integer.signum(Version.tagOrder().compare(b, a))).isEqualTo(-ab);
        assertThat(ab == 0).isEqualTo(a.equals(b));
        if (ab <= 0 && Version.tagOrder().compare(b, c) <= 0) {
            assertThat(Version.tagOrder().compare(a, c)).isLessThanOrEqualTo(0);
        }
    }

    @Provide
    Arbitrary<String> tags() {
        return Arbitraries.strings().withChars("v01.-_ar").ofMinLength(1).ofMaxLength(7);
    }
}
