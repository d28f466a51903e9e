package io.registrysync.spring.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer c4nary7Secret",
                "authorization=[Basic dXNlcjpjNG5hcnk3U2VjcmV0], Host=x",
                "Proxy-Authorization: c4nary7Secret",
                "Set-Cookie: registry_sync_session=c4nary7Secret; Path=/",
                "headers {Cookie=[a=b; s=c4nary7Secret]}",
                "sent Bearer c4nary7Secret to a.example",
                "sent Basic YzRuYXJ5N1NlY3JldA== to a.example",
                "{\"token\":\"c4nary7Secret\",\"expires_in\":300}",
                "{\"access_token\": \"c4nary7Secret\"}",
                "password=c4nary7Secret",
                "Password: c4nary7Secret",
                "client_secret = 'c4nary7Secret'",
                "https://user:c4nary7Secret@registry.example/v2/",
                "GET https://s3.example/blob?X-Amz-Signature=c4nary7Secret&n=1",
                "PUT /v2/a/blobs/uploads/1?_state=c4nary7Secret&digest=sha256:abc",
                "https://a.example/callback#anything=c4nary7Secret",
                "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=c4nary7Secret",
                "https://hooks.slack.com/services/T1/B2/c4nary7Secret",
                "https://open.feishu.cn/open-apis/bot/v2/hook/c4nary7Secret",
                "key=c4nary7Secret",
                "rs_c4nary7Secret0123456789012",
                "eyJhbGciOiJub25lIn0.c4nary7Secret.x",
                "-----BEGIN PRIVATE KEY-----\nc4nary7Secret\n-----END PRIVATE KEY-----"
            })
    void masks_secrets(String text) {
        assertThat(LogText.of("before " + text))
                .startsWith("before ")
                .contains("***")
                .doesNotContain("c4nary7Secret", "dXNlcjpjNG5hcnk3U2VjcmV0", "YzRuYXJ5N1NlY3JldA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET https://a.example/v2/_catalog?n=100&last=b -> 200",
                "POST /v2/x/blobs/uploads/?mount=sha256:abc&from=y",
                "get token: the registry refused the user",
                "Bearer realm=\"https://auth.example/token\",service=\"a\"",
                "task nightly: execution 7 RUNNING",
                "what is wrong? nothing",
                "同步 Redis 到测试",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            })
    void leaves_what_is_no_secret(String text) {
        assertThat(LogText.of(text)).isEqualTo(text);
    }

    @Test
    void lets_nothing_look_like_another_message_or_reach_the_terminal() {
        assertThat(LogText.of("a\r\n2026 ERROR fake\u001b[31m\u202egpj.\u2028x\u0000"))
                .isEqualTo("a\\u000D\\n2026 ERROR fake\\u001B[31m\\u202Egpj.\\u2028x\\u0000");
    }

    @Test
    void is_of_limited_length_and_takes_limited_time() {
        assertThat(LogText.of("x".repeat(1_000_000))).hasSize(LogText.LIMIT + 1).endsWith("…");
        for (String part :
                new String[] {"=", "?", "a=", "/", "://", "Bearer ", "password ", "\"", "eyJ.", "-----BEGIN "}) {
            assertThat(LogText.of(part.repeat(200_000))).hasSizeLessThan(2 * LogText.LIMIT);
        }
    }
}
