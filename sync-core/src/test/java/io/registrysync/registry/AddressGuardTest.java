package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private static final String PUBLIC = "93.184.216.34";

    /** Addresses from where nobody has business with a registry: not even a user can mean them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "169.254.255.255",
                "fe80::1",
                "febf::1",
                "::ffff:169.254.169.254",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "239.255.255.255",
                "ff02::1",
                "::ffff:0.0.0.0",
                "255.255.255.255",
                "fd00:ec2::254",
                "64:ff9b::169.254.169.254",
                "2002:a9fe:a9fe::1",
                "::169.254.169.254",
                "100.100.100.200",
            })
    void metadata_and_link_local_addresses_are_never_called(String address) {
        assertRefused(guard("h", address, "h"), "h");
        assertRefused(guard(PUBLIC, address, "h"), "h");
        assertRefused(guard("127.0.0.1", address), "h");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "192.168.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "0.1.2.3",
                "fc00::1",
                "fdff::1",
                "fec0::1",
                "::ffff:10.0.0.1",
                "64:ff9b::10.0.0.1",
                "2002:a00:1::1",
                "::10.0.0.1",
            })
    void private_address_is_for_configured_hosts_and_private_registries(String address) throws UnknownHostException {
        assertAllowed(guard(PUBLIC, address, "h"), "h");
        assertAllowed(guard("192.168.1.1", address), "h");
        assertAllowed(guard("127.0.0.1", address), "h");
        assertRefused(guard(PUBLIC, address), "h");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1", "64:ff9b::127.0.0.1", "::127.0.0.1"})
    void loopback_address_is_for_configured_hosts_and_registries_of_this_machine(String address)
            throws UnknownHostException {
        assertAllowed(guard(PUBLIC, address, "h"), "h");
        assertAllowed(guard("127.0.0.1", address), "h");
        assertRefused(guard("192.168.1.1", address), "h");
        assertRefused(guard(PUBLIC, address), "h");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PUBLIC,
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "223.255.255.255",
                "2001:db8::1",
                "2606:4700::1111",
                "::ffff:1.1.1.1",
                "64:ff9b::1.1.1.1",
                "2002:101:101::1",
                "fe00::1",
            })
    void public_address_is_for_everybody(String address) throws UnknownHostException {
        assertAllowed(guard(PUBLIC, address), "h");
        assertAllowed(guard("10.0.0.1", address), "h");
    }

    @Test
    void registry_itself_may_be_private() throws UnknownHostException {
        AddressGuard guard = new AddressGuard(host -> addresses("10.0.0.1"), "registry.corp", Set.of());
        assertAllowed(guard, "registry.corp");
        assertAllowed(guard, "REGISTRY.corp");
    }

    @ParameterizedTest
    @CsvSource({"auth.corp, true", "AUTH.corp, true", "x.auth.corp, false", "auth.corp.evil.org, false", "corp, false"})
    void configured_host_is_known_by_its_whole_name(String host, boolean allowed) throws UnknownHostException {
        AddressGuard guard = new AddressGuard(
                name -> addresses(name.equals("registry.org") ? PUBLIC : "10.0.0.1"),
                "registry.org",
                Set.of("auth.corp"));
        if (allowed) {
            assertAllowed(guard, host);
        } else {
            assertRefused(guard, host);
        }
    }

    @Test
    void one_bad_address_among_good_ones_is_enough() {
        AddressGuard guard = new AddressGuard(
                name -> name.equals("registry.org") ? addresses(PUBLIC) : addresses(PUBLIC, "10.0.0.1"),
                "registry.org",
                Set.of());
        assertRefused(guard, "cdn.example.com");
    }

    @Test
    void addresses_are_those_that_were_checked() throws UnknownHostException {
        List<String> asked = new ArrayList<>();
        AddressGuard guard = new AddressGuard(
                name -> {
                    asked.add(name);
                    // A name that answers something else the second time.
                    return asked.size() == 1 ? addresses(PUBLIC) : addresses("127.0.0.1");
                },
                "registry.org",
                Set.of("cdn.example.com"));
        assertThat(guard.resolve("cdn.example.com")).containsExactly(addresses(PUBLIC));
        assertThat(asked).containsExactly("cdn.example.com");
    }

    @Test
    void brackets_around_an_address_are_taken_off() throws UnknownHostException {
        List<String> asked = new ArrayList<>();
        AddressGuard guard = new AddressGuard(
                name -> {
                    asked.add(name);
                    return addresses("::1");
                },
                "[::1]",
                Set.of());
        assertAllowed(guard, "[::1]");
        assertThat(asked).containsOnly("::1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "127.1", "0177.0.0.1", "localhost", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]"})
    void odd_spelling_of_a_loopback_address_is_resolved_before_it_is_judged(String host) {
        AddressGuard guard = new AddressGuard(
                name -> name.equals("registry.org") ? addresses(PUBLIC) : InetAddress.getAllByName(name),
                "registry.org",
                Set.of());
        assertThatThrownBy(() -> {
                    InetAddress[] addresses = guard.resolve(host);
                    // 0177.0.0.1 is 177.0.0.1 to this platform, which is public.
                    assertThat(addresses[0].getHostAddress()).isEqualTo("177.0.0.1");
                    throw new UnknownHostException("refused to call");
                })
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("refused to call");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "::1", "fd00::1", "169.254.169.254", "::ffff:192.168.0.1"})
    void refuses_even_the_registry_itself_where_only_public_addresses_are_allowed(String address)
            throws UnknownHostException {
        AddressGuard guard = new AddressGuard(
                AddressGuard.publicOnly(name -> addresses(PUBLIC, address)), "registry.corp", Set.of("auth.corp"));
        assertRefused(guard, "registry.corp");
        assertRefused(guard, "auth.corp");
        assertAllowed(
                new AddressGuard(AddressGuard.publicOnly(name -> addresses(PUBLIC)), "registry.org", Set.of()),
                "registry.org");
    }

    private static AddressGuard guard(String registry, String other, String... configured) {
        return new AddressGuard(
                name -> addresses(name.equals("h") ? other : registry), "registry.example.com", Set.of(configured));
    }

    private static InetAddress[] addresses(String... literals) {
        return Arrays.stream(literals)
                .map(literal -> {
                    try {
                        return InetAddress.getByName(literal);
                    } catch (UnknownHostException impossible) {
                        throw new AssertionError(impossible);
                    }
                })
                .toArray(InetAddress[]::new);
    }

    private static void assertAllowed(AddressGuard guard, String host) throws UnknownHostException {
        assertThat(guard.resolve(host)).isNotEmpty();
    }

    private static void assertRefused(AddressGuard guard, String host) {
        assertThatThrownBy(() -> guard.resolve(host))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageStartingWith("refused to call " + host);
    }
}
