package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.BLOBS;
import static io.registrysync.sync.TwoRegistries.SESSIONS;
import static io.registrysync.sync.TwoRegistries.UPLOADS;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Blob;
import io.registrysync.fixture.Exchange;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.registry.RegistryException.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transfers that break off go on where they were, as far as the registries permit it. */
@Timeout(60)
class ResumeTest {
    private static final int MIB = 1024 * 1024;
    private static final Image IMAGE = Images.single(1).layers(2 * MIB).build();
    private static final Blob LAYER = IMAGE.blobs().get(1);

    private static boolean sendsLayer(Exchange exchange) {
        return exchange.query().contains("digest=" + LAYER.digest());
    }

    private static TwoRegistries registries(Quirk... targetQuirks) {
        return registries(StrictRegistry.start(), targetQuirks);
    }

    private static TwoRegistries registries(StrictRegistry source, Quirk... targetQuirks) {
        TwoRegistries registries = new TwoRegistries(
                source, StrictRegistry.builder().quirks(targetQuirks).start());
        registries.seed("1.0", IMAGE);
        return registries;
    }

    private static void assertComplete(TwoRegistries registries) {
        registries.assertCopied("1.0", IMAGE);
        assertThat(registries.target().openUploads(APP)).isZero();
    }

    // ---- the source breaks off ------------------------------------------------------------------------------------

    @Test
    void a_source_that_breaks_off_every_100_kb_is_read_by_ranges() {
        try (TwoRegistries registries = registries()) {
            registries
                    .source()
                    .faults()
                    .on("GET", ".*" + LAYER.digest())
                    .always()
                    .closeAfterAnswerBytes(100_000);

            registries.copy("1.0");

            assertComplete(registries);
            assertThat(registries.source().traffic().bytesOut()).isLessThan(LAYER.size() * 11 / 10);
            assertThat(registries.target().traffic().count("PUT", SESSIONS)).isEqualTo(2);
            assertThat(registries.source().traffic().requests("GET", ".*" + LAYER.digest()))
                    .element(1)
                    .satisfies(second -> assertThat(second.header("Range")).contains("bytes=100000-"));
        }
    }

    @Test
    void a_source_that_is_reset_again_and_again_is_read_to_its_end() {
        try (TwoRegistries registries = registries()) {
            registries
                    .source()
                    .faults()
                    .on("GET", ".*" + LAYER.digest())
                    .times(12)
                    .resetAfterAnswerBytes(150_000);

            registries.copy("1.0");

            assertComplete(registries);
        }
    }

    @Test
    void a_source_without_ranges_is_read_again_and_the_target_does_not_notice() {
        try (TwoRegistries registries =
                registries(StrictRegistry.builder().quirks(Quirk.RANGE_IGNORED).start())) {
            registries
                    .source()
                    .faults()
                    .on("GET", ".*" + LAYER.digest())
                    .times(2)
                    .closeAfterAnswerBytes(MIB);

            registries.copy("1.0");

            assertComplete(registries);
            assertThat(registries.target().traffic().count("PUT", SESSIONS)).isEqualTo(2);
        }
    }

    @Test
    void a_range_that_begins_elsewhere_is_refused() {
        try (TwoRegistries registries = registries()) {
            registries.source().faults().on("GET", ".*" + LAYER.digest()).closeAfterAnswerBytes(MIB);
            registries
                    .source()
                    .faults()
                    .on("GET", ".*" + LAYER.digest())
                    .always()
                    .setHeader("Content-Range", "bytes 7-" + (LAYER.size() - 1) + "/" + LAYER.size());

            Failure failure = TwoRegistries.failure(registries.copyOf("1.0").run());

            assertThat(failure.side()).isEqualTo(Side.SOURCE);
            assertThat(failure.cause().kind()).isEqualTo(Kind.INVALID_CONTENT);
            assertThat(registries.target().tags(APP)).isEmpty();
        }
    }

    @Test
    void a_source_that_never_gets_on_is_given_up() {
        try (TwoRegistries registries = registries()) {
            registries
                    .source()
                    .faults()
                    .on("GET", ".*" + LAYER.digest())
                    .always()
                    .closeAfterAnswerBytes(1000);

            Failure failure = TwoRegistries.failure(registries.copyOf("1.0").run());

            assertThat(failure.side()).isEqualTo(Side.SOURCE);
            assertThat(failure.cause().kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(registries.source().traffic().count("GET", ".*" + LAYER.digest()))
                    .isEqualTo(6);
            assertThat(registries.target().openUploads(APP)).isZero();
        }
    }

    // ---- the target breaks off ------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {"REFERRERS_API", "RANGE_WITH_UNIT", "RELATIVE_LOCATIONS", "AWKWARD_STATE"})
    void an_upload_that_breaks_off_goes_on_where_the_session_is(Quirk quirk) {
        try (TwoRegistries registries = registries(quirk)) {
            registries
                    .target()
                    .faults()
                    .on("PUT", SESSIONS)
                    .where(ResumeTest::sendsLayer)
                    .times(3)
                    .resetAfterRequestBytes(400_000);

            registries.copy("1.0");

            assertComplete(registries);
            assertThat(registries.target().traffic().bytesIn()).isLessThan(LAYER.size() * 11 / 10);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {"BROKEN_PATCH_DROPPED", "STALE_STATE_REFUSED_ON_GET", "STALE_STATE_IS_UNKNOWN"})
    void an_upload_that_cannot_go_on_begins_anew(Quirk quirk) {
        try (TwoRegistries registries = registries(quirk)) {
            registries
                    .target()
                    .faults()
                    .on("PUT", SESSIONS)
                    .where(ResumeTest::sendsLayer)
                    .resetAfterRequestBytes(400_000);

            registries.copy("1.0");

            assertComplete(registries);
        }
    }

    @Test
    void an_upload_that_the_registry_forgot_begins_anew() {
        try (TwoRegistries registries = registries()) {
            registries
                    .target()
                    .faults()
                    .on("PUT", SESSIONS)
                    .where(ResumeTest::sendsLayer)
                    .forgetUpload();
            registries
                    .target()
                    .faults()
                    .on("PUT", SESSIONS)
                    .where(ResumeTest::sendsLayer)
                    .after(1)
                    .forgetUpload();

            registries.copy("1.0");

            assertComplete(registries);
            assertThat(registries.target().traffic().requests("PUT", SESSIONS).stream()
                            .filter(ResumeTest::sendsLayer)
                            .map(Exchange::status))
                    .containsExactly(404, 404, 201);
        }
    }

    @Test
    void a_lost_answer_to_the_last_byte_is_settled_by_looking() {
        try (TwoRegistries registries = registries()) {
            registries
                    .target()
                    .faults()
                    .on("PUT", SESSIONS)
                    .where(ResumeTest::sendsLayer)
                    .answerLost();

            registries.copy("1.0");

            assertComplete(registries);
            assertThat(registries.target().traffic().requests("PUT", SESSIONS).stream()
                            .filter(ResumeTest::sendsLayer))
                    .hasSize(1);
        }
    }

    @Test
    void source_and_target_may_break_off_in_turn() {
        try (TwoRegistries registries = registries()) {
            registries
                    .source()
                    .faults()
                    .on("GET", ".*" + LAYER.digest())
                    .always()
                    .closeAfterAnswerBytes(300_000);
            registries
                    .target()
                    .faults()
                    .on("PUT", SESSIONS)
                    .where(ResumeTest::sendsLayer)
                    .times(3)
                    .resetAfterRequestBytes(500_000);

            registries.copy("1.0");

            assertComplete(registries);
            assertThat(registries.target().traffic().bytesIn()).isLessThan(LAYER.size() * 11 / 10);
        }
    }

    @Test
    void content_that_turns_out_wrong_at_its_end_is_sent_again_and_never_completed() {
        try (TwoRegistries registries = registries()) {
            registries.source().faults().on("GET", ".*" + LAYER.digest()).flipByte(MIB);

            registries.copy("1.0");

            assertComplete(registries);
            // The first is broken off; a target that hears of its cancellation before that knows no such upload any
            // more.
            List<Integer> statuses = registries.target().traffic().requests("PUT", SESSIONS).stream()
                    .filter(ResumeTest::sendsLayer)
                    .map(Exchange::status)
                    .toList();
            assertThat(statuses).hasSize(2).endsWith(201);
            assertThat(statuses.get(0)).isIn(0, 404);
        }
    }

    // ---- forms of upload ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {"RELATIVE_LOCATIONS", "AWKWARD_STATE", "PATCH_COMMITS", "EMPTY_RANGE_OMITTED"})
    void a_target_that_takes_no_content_with_the_last_request_gets_it_by_patch(Quirk quirk) {
        try (TwoRegistries registries = registries(Quirk.PUT_BODY_REFUSED, quirk)) {
            registries.copy("1.0");

            assertComplete(registries);
            assertThat(registries.target().traffic().requests("PATCH", SESSIONS))
                    .isNotEmpty()
                    .allSatisfy(patch -> {
                        assertThat(patch.header("Content-Range"))
                                .hasValueSatisfying(range -> assertThat(range).matches("0-[0-9]+"));
                        assertThat(patch.header("Content-Type")).contains("application/octet-stream");
                    });
        }
    }

    @Test
    void an_upload_by_patch_that_breaks_off_goes_on_where_the_session_is() {
        try (TwoRegistries registries = registries(Quirk.PUT_BODY_REFUSED)) {
            registries
                    .target()
                    .faults()
                    .on("PATCH", SESSIONS)
                    .where(exchange -> exchange.header("Content-Length")
                            .filter(length -> Long.parseLong(length) > MIB)
                            .isPresent())
                    .times(2)
                    .resetAfterRequestBytes(400_000);

            registries.copy("1.0");

            assertComplete(registries);
            assertThat(registries.target().traffic().bytesIn()).isLessThan(LAYER.size() * 11 / 10);
        }
    }

    @Test
    void a_lost_answer_to_a_patch_is_settled_by_asking_the_session() {
        try (TwoRegistries registries = registries(Quirk.PUT_BODY_REFUSED)) {
            registries.target().faults().on("PATCH", SESSIONS).times(2).answerLost();

            registries.copy("1.0");

            assertComplete(registries);
        }
    }

    @Test
    void a_proxy_that_refuses_long_requests_gets_chunks() {
        Image large = Images.single(2).layers(33L * MIB).build();
        try (TwoRegistries registries = new TwoRegistries()) {
            registries.seed("large", large);
            refuseLongerThan(registries.target(), 20L * MIB);

            registries.copy("large");

            registries.assertCopied("large", large);
            assertThat(ranges(registries.target()))
                    .containsExactly("0-16777215", "16777216-33554431", "33554432-34603007");
            assertThat(registries.target().openUploads(APP)).isZero();
        }
    }

    @Test
    void chunks_are_as_long_as_the_registry_wants_them() {
        Image large = Images.single(2).layers(33L * MIB).build();
        StrictRegistry target = StrictRegistry.builder().chunkMinimum(18L * MIB).start();
        try (TwoRegistries registries = new TwoRegistries(StrictRegistry.start(), target)) {
            registries.seed("large", large);
            refuseLongerThan(target, 20L * MIB);

            registries.copy("large");

            registries.assertCopied("large", large);
            assertThat(ranges(target)).containsExactly("0-18874367", "18874368-34603007");
        }
    }

    @Test
    void a_hostile_length_of_chunks_takes_no_memory() {
        try (TwoRegistries registries = registries(Quirk.PUT_BODY_REFUSED)) {
            registries
                    .target()
                    .faults()
                    .on("POST", UPLOADS)
                    .always()
                    .setHeader("OCI-Chunk-Min-Length", "999999999999999");
            registries.target().faults().on("PATCH", SESSIONS).status(413);

            registries.copy("1.0");

            assertComplete(registries);
        }
    }

    /** As nginx does; it cuts a body without a length when it gets too long. */
    private static void refuseLongerThan(StrictRegistry registry, long limit) {
        registry.faults()
                .on("*", SESSIONS)
                .where(exchange -> exchange.header("Transfer-Encoding").isPresent()
                        || exchange.header("Content-Length")
                                .filter(length -> Long.parseLong(length) > limit)
                                .isPresent())
                .always()
                .status(413, Map.of("Content-Type", "text/html"), "<html>413 Request Entity Too Large</html>");
    }

    /** Of the chunks that were taken. */
    private static List<String> ranges(StrictRegistry registry) {
        return registry.traffic().requests("PATCH", SESSIONS).stream()
                .filter(patch -> patch.status() == 202 && patch.requestBytes() >= MIB)
                .map(patch -> patch.header("Content-Range").orElse(""))
                .toList();
    }

    @Test
    void every_location_is_used_byte_for_byte() {
        try (TwoRegistries registries = registries(Quirk.PUT_BODY_REFUSED, Quirk.AWKWARD_STATE)) {
            registries.copy("1.0");

            assertComplete(registries);
            assertThat(registries.target().traffic().requests("*", SESSIONS))
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.query()).contains("~%2b%3D=="));
            assertThat(registries.target().traffic().count("*", BLOBS)).isZero();
        }
    }

    @Test
    void two_targets_of_which_one_breaks_off_are_both_complete() {
        try (TwoRegistries registries = registries();
                StrictRegistry third = StrictRegistry.start();
                var client = TwoRegistries.client(third)) {
            third.faults().on("PUT", SESSIONS).where(ResumeTest::sendsLayer).resetAfterRequestBytes(700_000);

            TwoRegistries.successful(
                    registries.copyOf("1.0").andTo(client.repository(APP)).run());

            assertComplete(registries);
            TwoRegistries.assertHolds(third, APP, "1.0", IMAGE);
            assertThat(third.openUploads(APP)).isZero();
        }
    }
}
