package io.registrysync.spring.security;

import io.registrysync.spring.ApiDescription.Operation;
import io.registrysync.spring.ApiDescription.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Addresses of calls with a hostile text as one of the parameters. */
final class HostileAddress {
    /** Parameters that their calls cannot do without. */
    private static final Map<String, String> NEEDED =
            Map.of("repository", "team/app", "reference", "1.0", "source", "1/team/app", "target", "2/team/app");

    private HostileAddress() {}

    /** Where it is not in the path, {@code path} is what the call is about. */
    static String of(Operation call, String path, Parameter parameter, String text) {
        String place = parameter.in().equals("path")
                ? call.path()
                        .replace("{" + parameter.name() + "}", encoded(text))
                        .replaceAll("\\{[^}]+}", "1")
                : path;
        return place
                + call.parameters().stream()
                        .filter(each -> each.in().equals("query"))
                        .map(Parameter::name)
                        .filter(name -> name.equals(parameter.name()) || NEEDED.containsKey(name))
                        .map(name -> name + "="
                                + encoded(name.equals(parameter.name()) ? text : NEEDED.getOrDefault(name, "")))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /** Each byte, also those of half a character, as nobody would send them who means well. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (point >= 0xD800 && point <= 0xDFFF) {
                encoded.append("%ED%A0%80");
            } else {
                for (byte each : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append(String.format(Locale.ROOT, "%%%02X", each));
                }
            }
        });
        return encoded.toString();
    }
}
