package io.registrysync.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.registry.RegistryException;
import io.registrysync.store.StoreException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class ProblemCodeTest {
    @Test
    void there_is_one_for_each_failure_of_the_store_and_of_registries() {
        assertThat(Stream.concat(
                        Arrays.stream(StoreException.Kind.values()).map(Enum::name),
                        Arrays.stream(RegistryException.Kind.values()).map(kind -> "REGISTRY_" + kind)))
                .allSatisfy(name ->
                        assertThat(ProblemCode.valueOf(name)).hasToString(name.toLowerCase(java.util.Locale.ROOT)));
    }

    @Test
    void a_status_that_has_none_of_its_own_tells_whose_fault_it_is() {
        assertThat(ProblemCode.of(HttpStatus.NOT_FOUND)).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(ProblemCode.of(HttpStatus.METHOD_NOT_ALLOWED)).isEqualTo(ProblemCode.METHOD);
        assertThat(ProblemCode.of(HttpStatus.NOT_ACCEPTABLE)).isEqualTo(ProblemCode.REQUEST);
        assertThat(ProblemCode.of(HttpStatus.BAD_GATEWAY)).isEqualTo(ProblemCode.UNEXPECTED);
    }
}
