package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    @Test
    void no_secret_is_ever_printed() {
        for (Credentials credentials : List.of(
                Credentials.basic("robot", "s3cret"),
                Credentials.identityToken("s3cret"),
                Credentials.bearerToken("s3cret"))) {
            assertThat(credentials.toString()).doesNotContain("s3cret");
        }
        assertThat(Credentials.basic("robot", "s3cret")).hasToString("Basic[user=robot]");
    }

    @Test
    void header_is_that_of_rfc_7617_in_utf_8() {
        assertThat(new Credentials.Basic("Aladdin", "open sesame").header())
                .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(new Credentials.Basic("test", "123£").header()).isEqualTo("Basic dGVzdDoxMjPCow==");
        assertThat(new Credentials.Basic("", "").header()).isEqualTo("Basic Og==");
        assertThat(new Credentials.Basic("u", "p\r\nX: y").header()).matches("Basic [A-Za-z0-9+/=]+");
    }

    @Test
    void user_name_has_no_colon() {
        assertThatThrownBy(() -> Credentials.basic("a:b", "s3cret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }
}
