package io.registrysync.registry;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;

/** From where an address can be reached, widest first: what a client that is told where to call has to know. */
public enum Reach {
    /** From everywhere. */
    PUBLIC,
    /** Within a company or a provider: RFC 1918, 6598 and 4193. */
    PRIVATE,
    /** On this machine only. */
    LOOPBACK,
    /** Nobody has business there: link-local and multicast addresses, none at all, and where clouds keep their metadata. */
    FORBIDDEN;

    private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    /** Where clouds keep their metadata besides 169.254.169.254: Amazon's and Alibaba's. */
    private static final Set<InetAddress> METADATA =
            Set.of(address(0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54), address(100, 100, 100, 200));

    /** Judges an address, also one that is written within another (IPv4 in IPv6). */
    public static Reach of(InetAddress any) {
        InetAddress address = embedded(any);
        if (address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()
                || isBroadcast(address)
                || METADATA.contains(address)) {
            return FORBIDDEN;
        }
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        return address.isSiteLocalAddress() || isShared(address) ? PRIVATE : PUBLIC;
    }

    /**
     * The IPv4 address that a gateway makes of an IPv6 one: 64:ff9b::/96 (RFC 6052), 2002::/16 (RFC 3056) and the
     * deprecated ::/96. (Java itself does so with ::ffff:0:0/96.)
     */
    private static InetAddress embedded(InetAddress address) {
        if (!(address instanceof Inet6Address) || address.isAnyLocalAddress() || address.isLoopbackAddress()) {
            return address;
        }
        byte[] bytes = address.getAddress();
        if (bytes[0] == 0x20 && bytes[1] == 2) {
            return address(bytes[2], bytes[3], bytes[4], bytes[5]);
        }
        byte[] prefix = Arrays.copyOf(bytes, 12);
        return Arrays.equals(prefix, TRANSLATED) || Arrays.equals(prefix, new byte[12])
                ? address(bytes[12], bytes[13], bytes[14], bytes[15])
                : address;
    }

    private static InetAddress address(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            // Thrown for a wrong number of bytes only.
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isBroadcast(InetAddress address) {
        return Arrays.equals(address.getAddress(), new byte[] {-1, -1, -1, -1});
    }

    /** Ranges that {@link InetAddress} has no word for: 0/8, 100.64/10 (RFC 6598) and fc00::/7 (RFC 4193). */
    private static boolean isShared(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            return (bytes[0] & 0xfe) == 0xfc;
        }
        return bytes[0] == 0 || (bytes[0] == 100 && (bytes[1] & 0xc0) == 0x40);
    }
}
