package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource({
        "https://h/v2/a/tags/list?n=5&last=b, https://h/v2/a/tags/list?n=5&last=b",
        "https://h:5000/v2/, https://h:5000/v2/",
        "https://h, https://h",
        "https://[::1]:5000/x, https://[::1]:5000/x",
        "https://h/v2/a/blobs/uploads/?mount=sha256:ab&from=c/d, https://h/v2/a/blobs/uploads/?mount=sha256:ab&from=c/d",
        "https://h/t?service=s&scope=repository:a:pull&account=robot, https://h/t?service=s&scope=repository:a:pull&account=…",
        "https://h/x?artifactType=a%2Fb, https://h/x?artifactType=a%2Fb",
        "https://cdn/x?X-Amz-Signature=s3cret&X-Amz-Date=1, https://cdn/x?X-Amz-Signature=…&X-Amz-Date=…",
        "https://h/u/1?_state=s3cret&digest=sha256:ab, https://h/u/1?_state=…&digest=sha256:ab",
        "https://cdn/x?sig=a=s3cret==, https://cdn/x?sig=…",
        "https://h/x?s3cret, https://h/x?s3cret=…",
        "https://h/x?DIGEST=s3cret, https://h/x?DIGEST=…",
        "https://h/x?&&a=s3cret, https://h/x?=…&=…&a=…",
        "https://user:s3cret@h/x, https://h/x",
        "https://h/x#s3cret, https://h/x",
        "https://h/a\u202eb?n=\u200bc, https://h/a b?n= c",
    })
    void shows_what_is_known_to_be_harmless_only(String uri, String shown) {
        assertThat(Redaction.address(URI.create(uri))).isEqualTo(shown);
    }
}
