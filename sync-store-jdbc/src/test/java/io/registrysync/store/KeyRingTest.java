package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    @TempDir
    Path folder;

    @Test
    void makes_a_file_that_only_its_owner_reads() throws IOException {
        Path file = folder.resolve("new").resolve("key");
        KeyRing made = KeyRing.inFile(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeyRing.inFile(file).current()).isEqualTo(made.current());
        assertThat(Files.readString(file)).startsWith("k1:").endsWith("\n");
        assertThat(made).hasToString("KeyRing[Key[k1]]");
    }

    @Test
    void is_the_same_for_all_that_make_it_at_once() throws Exception {
        int processes = 8;
        Path file = folder.resolve("key");
        ExecutorService executor = Executors.newFixedThreadPool(processes);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<KeyRing>> rings = new ArrayList<>();
            for (int i = 0; i < processes; i++) {
                Callable<KeyRing> open = () -> {
                    start.await();
                    return KeyRing.inFile(file);
                };
                rings.add(executor.submit(open));
            }
            start.countDown();
            for (Future<KeyRing> ring : rings) {
                assertThat(ring.get().current()).isEqualTo(KeyRing.inFile(file).current());
            }
        } finally {
            executor.shutdownNow();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "k1",
                "k1:c2hvcnQ=",
                ":" + KEY,
                "no blanks:" + KEY,
                "k1:" + KEY + "," + "k2:not base64!"
            })
    void refuses_what_is_no_key_without_repeating_it(String text) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> KeyRing.parse(text))
                .withMessageContaining("write name:base64 of 32 random bytes")
                .withMessageNotContaining("c2hv")
                .withMessageNotContaining(KEY)
                .returns(Kind.CONFIGURATION, StoreException::kind);
    }

    @Test
    void refuses_two_keys_of_one_name() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> KeyRing.parse("k:" + KEY + "\nk:" + KEY))
                .withMessage("two keys have the same name");
    }

    @Test
    void reads_several_with_comments_between() {
        KeyRing ring = KeyRing.parse("# new\n k2:" + KEY + " \n\n# old\nk1:" + KEY + ",");
        assertThat(ring.keys()).extracting(KeyRing.Key::name).containsExactly("k2", "k1");
    }

    @Test
    void says_that_a_file_cannot_be_read() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> KeyRing.inFile(folder))
                .withMessageStartingWith("the key's file cannot be used:");
    }
}
