package io.registrysync.spring.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * From where somebody comes.
 *
 * @param address   of the other end of the connection; of the client only where the application trusts its proxy
 * @param userAgent the program, as it calls itself
 * @param isConsole whether it is this machine, and no proxy on it
 */
public record Visitor(String address, String userAgent, boolean isConsole) {
    /** Who makes a request. */
    public static Visitor of(HttpServletRequest request) {
        String address = Optional.ofNullable(request.getRemoteAddr()).orElse("");
        boolean isLocal = address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
        boolean isForwarded = request.getHeader("X-Forwarded-For") != null
                || request.getHeader("Forwarded") != null
                || request.getHeader("Via") != null;
        return new Visitor(
                address, Optional.ofNullable(request.getHeader("User-Agent")).orElse(""), isLocal && !isForwarded);
    }
}
