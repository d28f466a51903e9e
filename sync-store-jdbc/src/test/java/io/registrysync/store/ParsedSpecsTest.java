package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.spec.Source;
import io.registrysync.spec.SyncSpec;
import io.registrysync.spec.Target;
import org.junit.jupiter.api.Test;

class ParsedSpecsTest {
    private static String text(String name) {
        return SyncSpec.of(name, Source.project("one", "library"), Target.registry("two"))
                .toYaml();
    }

    @Test
    void readsATextOnce() {
        ParsedSpecs specs = new ParsedSpecs(10_000);

        SyncSpec first = specs.get(text("web"));

        assertThat(first.name()).isEqualTo("web");
        assertThat(specs.get(text("web"))).isSameAs(first);
    }

    @Test
    void forgetsWhatWasNotAskedForLongest() {
        ParsedSpecs specs = new ParsedSpecs(2L * text("a").length());
        SyncSpec a = specs.get(text("a"));
        SyncSpec b = specs.get(text("b"));
        specs.get(text("a"));

        specs.get(text("c"));

        assertThat(specs.size()).isEqualTo(2);
        assertThat(specs.get(text("a"))).isSameAs(a);
        assertThat(specs.get(text("b"))).isNotSameAs(b).isEqualTo(b);
    }

    @Test
    void readsWhatIsTooLongToBeRemembered() {
        ParsedSpecs specs = new ParsedSpecs(10);

        assertThat(specs.get(text("web")).name()).isEqualTo("web");
        assertThat(specs.size()).isZero();
    }

    @Test
    void doesNotRememberMistakes() {
        ParsedSpecs specs = new ParsedSpecs(10_000);

        assertThatThrownBy(() -> specs.get("name: [")).isInstanceOf(RuntimeException.class);
        assertThat(specs.size()).isZero();
    }
}
