package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Fault;
import io.registrysync.fixture.FaultRule;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong once while some platforms of an image are copied with what belongs to them: the same run ends with
 * everything at the target.
 */
@Timeout(120)
class AttachmentFaultTest {
    private static final Image INDEX = Images.multiPlatform(1, "linux/amd64", "linux/arm64");
    private static final Image WANTED = INDEX.children().get(1);
    private static final Image SBOM = Images.single(50)
            .artifactType("application/vnd.example.sbom")
            .subject(WANTED)
            .build();
    private static final Image SIGNATURE = Images.single(51)
            .artifactType("application/vnd.example.signature")
            .subject(SBOM)
            .build();
    private static final Image TAGGED = Images.single(52).layers(30).build();
    private static final String DIGEST_TAG = WANTED.digest().replace(':', '-') + ".att";

    /** Something that goes wrong once. */
    record Breakage(String name, Function<FaultRule, Fault> what) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> everything() {
        return Stream.of(
                        new Breakage("status 503", rule -> rule.status(503)),
                        new Breakage("done but answers 500", rule -> rule.doneButAnswers(500)),
                        new Breakage("answer lost", FaultRule::answerLost),
                        new Breakage("reset before the answer", FaultRule::resetBeforeAnswer))
                .flatMap(breakage -> Stream.of(Arguments.of(breakage, true), Arguments.of(breakage, false)));
    }

    private static TwoRegistries started(boolean offersReferrers) {
        Quirk[] quirks = offersReferrers ? new Quirk[] {Quirk.REFERRERS_API} : new Quirk[0];
        TwoRegistries registries = new TwoRegistries(
                StrictRegistry.builder().quirks(Quirk.REFERRERS_API).start(),
                StrictRegistry.builder().quirks(quirks).start());
        registries.seed("1.0", INDEX);
        registries.source().seed(APP, SBOM);
        registries.source().seed(APP, SIGNATURE);
        registries.seed(DIGEST_TAG, TAGGED);
        return registries;
    }

    private static SyncReport copy(TwoRegistries registries) {
        return registries
                .copyOf("1.0")
                .platforms("arm64")
                .withReferrers()
                .withDigestTags()
                .run();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everything")
    void is_absorbed_wherever_it_happens(Breakage breakage, boolean offersReferrers) {
        Set<Position> positions;
        try (TwoRegistries registries = started(offersReferrers)) {
            TwoRegistries.successful(copy(registries));
            positions = Position.of(registries);
        }
        assertThat(positions).hasSizeGreaterThan(30);

        assertThat(positions.stream()
                        .map(position -> position + ": " + wrongAfter(breakage, offersReferrers, position))
                        .filter(outcome -> !outcome.endsWith(": []")))
                .isEmpty();
    }

    private static List<String> wrongAfter(Breakage breakage, boolean offersReferrers, Position position) {
        List<String> wrong = new ArrayList<>();
        try (TwoRegistries registries = started(offersReferrers)) {
            StrictRegistry faulty = position.atSource() ? registries.source() : registries.target();
            Fault fault = breakage.what().apply(faulty.faults().any().where(position::is));

            copy(registries)
                    .failures()
                    .forEach(failed -> wrong.add(failed.failure().orElseThrow().toString()));

            if (fault.hits() == 0) {
                wrong.add("the fault did not happen");
            }
            if (registries.target().manifest(APP, "1.0").isEmpty()) {
                wrong.add("no tag");
            }
            if (registries.target().manifest(APP, DIGEST_TAG).isEmpty()) {
                wrong.add("no digest tag");
            }
            if (!referrers(registries.to(), WANTED).equals(List.of(SBOM.digest()))) {
                wrong.add("referrers " + referrers(registries.to(), WANTED));
            }
            if (!referrers(registries.to(), SBOM).equals(List.of(SIGNATURE.digest()))) {
                wrong.add("referrers of the referrer " + referrers(registries.to(), SBOM));
            }
        }
        return wrong;
    }

    private static List<String> referrers(Registry registry, Image subject) {
        return registry.repository(APP).referrers(Digest.parse(subject.digest())).stream()
                .map(Descriptor::digest)
                .map(Digest::toString)
                .toList();
    }
}
