package io.registrysync.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.store.KeyRing;
import io.registrysync.store.Store;
import io.registrysync.store.User;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersFileTest {
    /** Of "password", with less effort than today. */
    private static final String OLD = "$2a$04$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.at("jdbc:sqlite:" + folder.resolve("test.db"))
                .keys(KeyRing.inFile(folder.resolve("secret.key")))
                .open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void adds_those_who_are_not_there_and_changes_nobody() throws IOException {
        String hash = tool("a good password");
        add("""
                users:
                  admin:
                    username: admin
                    password_hash: "HASH"
                    display_name: 管理员
                    role: admin
                    email: admin@example.com
                    active: true
                  ops: {username: operator, password_hash: "OLD", role: user, active: false}
                session: {secret_key: "0123456789abcdef0123456789abcdef", session_timeout: 3600}
                security: {max_login_attempts: 5}
                """.replace("HASH", hash).replace("OLD", OLD));
        User admin = store.users().named("admin").orElseThrow();
        assertThat(admin.entry()).isEqualTo(new User.Entry("admin", "管理员", "admin@example.com", User.Role.ADMIN, true));
        assertThat(admin.mustChangePassword()).isFalse();
        assertThat(new Passwords(8).matches("a good password", store.users().passwordHash(admin.id())))
                .isTrue();
        User operator = store.users().named("operator").orElseThrow();
        assertThat(operator.entry()).isEqualTo(new User.Entry("operator", "", "", User.Role.OPERATOR, false));
        assertThat(new Passwords(8).isOutdated(OLD)).isTrue();

        add("users: {admin: {password_hash: \"" + OLD + "\", role: viewer}}");
        assertThat(store.users().named("admin")).contains(admin);
        assertThat(store.users().passwordHash(admin.id())).isEqualTo(hash);
    }

    @Test
    void adds_nobody_where_anything_is_wrong() {
        refuses("users: {admin: {password_hash: secret, role: admin}}", "users.admin.password_hash is no bcrypt hash");
        refuses("users: {admin: {password_hash: \"$2b$31$" + OLD.substring(7) + "\", role: admin}}", "a cost");
        refuses("users: {admin: {password_hash: \"" + OLD + "\", role: root}}", "users.admin the role is admin");
        refuses("users: {admin: {password_hash: \"" + OLD + "\", password: x}}", "users.admin.password is not known");
        refuses("users: {a: {password_hash: \"" + OLD + "\", role: user}}", "no active user with the role admin");
        refuses("users: [", "is not YAML");
        refuses("users: !!java.net.URL [x]", "");
        assertThat(store.users().list()).isEmpty();
    }

    private void refuses(String text, String complaint) {
        assertThatThrownBy(() -> add(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    private void add(String text) throws IOException {
        UsersFile.read(Files.writeString(folder.resolve("users.yaml"), text)).addTo(store);
    }

    @Test
    void hashes_what_may_be_a_password() {
        assertThat(tool("a good password")).startsWith("$2b$12$").hasSize(60);
        assertThat(tool("short")).contains("error: a password has 8 characters or more");
        assertThat(tool("汉".repeat(25))).contains("error: a password has at most 72 bytes");
    }

    private static String tool(String password) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        int code = new PasswordTool().run(out, out, password);
        assertThat(code).isEqualTo(text.toString().startsWith("error") ? 2 : 0);
        return text.toString().strip();
    }
}
