package io.registrysync.notify;

import io.registrysync.notify.Channel.Field;
import io.registrysync.registry.ForeignText;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the fields of a channel. What it says of a value never repeats one of a secret. */
final class ChannelCheck {
    static final String URL = "url";
    static final String SECRET = "secret";
    static final String LANGUAGE = "language";
    static final String ALLOW_HTTP = "allowHttp";
    static final String HOST = "host";
    static final String PORT = "port";
    static final String SECURITY = "security";
    static final String USERNAME = "username";
    static final String PASSWORD = "password";
    static final String FROM = "from";
    static final String TO = "to";

    private static final int MAX_LENGTH = 2_000;
    private static final Pattern HOST_NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern THIS_MACHINE =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

    private final ChannelType type;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, String> problems = new LinkedHashMap<>();

    ChannelCheck(ChannelType type, Map<String, String> settings, Map<String, String> secrets) {
        this.type = type;
        for (Field field : type.fields()) {
            read(field, settings, secrets);
        }
        Set<String> unknown = new TreeSet<>(settings.keySet());
        unknown.addAll(secrets.keySet());
        type.fields().forEach(field -> unknown.remove(field.name()));
        unknown.forEach(name -> problems.put(ForeignText.clean(name, 50), "is not a field of this type: " + names()));
        checkTogether();
    }

    void requireValid() {
        if (!problems.isEmpty()) {
            throw new InvalidChannelException(type, problems);
        }
    }

    Map<String, String> settings() {
        return Collections.unmodifiableMap(settings);
    }

    Map<String, String> secrets() {
        return Collections.unmodifiableMap(secrets);
    }

    private String names() {
        return String.join(", ", type.fields().stream().map(Field::name).toList());
    }

    private void read(Field field, Map<String, String> givenSettings, Map<String, String> givenSecrets) {
        String name = field.name();
        if ((field.secret() ? givenSettings : givenSecrets).containsKey(name)) {
            problems.put(name, field.secret() ? "is a secret and must be given as one" : "is not a secret");
            return;
        }
        String value = (field.secret() ? givenSecrets : givenSettings)
                .getOrDefault(name, "")
                .strip();
        if (value.isEmpty()) {
            if (field.required()) {
                problems.put(name, "is missing");
            }
            return;
        }
        (field.secret() ? secrets : settings).put(name, value);
        String problem = problem(field, value, givenSettings);
        if (problem != null) {
            problems.put(name, problem);
        }
    }

    private @Nullable String problem(Field field, String value, Map<String, String> givenSettings) {
        if (value.length() > MAX_LENGTH) {
            return "is longer than " + MAX_LENGTH + " characters";
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            return "contains a line break or another control character";
        }
        if (!field.choices().isEmpty() && !field.choices().contains(value)) {
            return "must be one of: " + String.join(", ", field.choices());
        }
        return switch (field.name()) {
            case URL -> urlProblem(value, "true".equals(givenSettings.get(ALLOW_HTTP)));
            case HOST ->
                HOST_NAME.matcher(value).matches() ? null : "must be a host name or an address, without a port";
            case PORT -> isPort(value) ? null : "must be a number from 1 to 65535";
            case FROM -> addressProblem(value, true);
            case TO -> addressProblem(value, false);
            default -> null;
        };
    }

    private static @Nullable String urlProblem(String value, boolean allowHttp) {
        URI uri;
        try {
            uri = new URI(value);
        } catch (URISyntaxException failure) {
            // Its message would repeat the value.
            return "is not a URL";
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return "must begin with https://";
        }
        if (uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
            return "has no valid host or port";
        }
        if (uri.getRawUserInfo() != null) {
            return "must not contain a user name or password";
        }
        if (uri.getRawFragment() != null) {
            return "must not contain a fragment (#…)";
        }
        if (scheme.equals("http")
                && !allowHttp
                && !THIS_MACHINE.matcher(uri.getHost()).matches()) {
            return "must begin with https://, or everybody on the way can read the key in it; where that is acceptable set "
                    + ALLOW_HTTP;
        }
        return null;
    }

    private static boolean isPort(String value) {
        return value.matches("[0-9]{1,5}") && Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= 65_535;
    }

    private static @Nullable String addressProblem(String value, boolean single) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(value, true);
            if (addresses.length == 0 || (single && addresses.length > 1)) {
                return "must be " + (single ? "one address" : "one address or several, separated by commas");
            }
            for (InternetAddress address : addresses) {
                if (address.isGroup() || address.getAddress().indexOf('@') < 1) {
                    return "must consist of addresses like name@example.com";
                }
            }
            return null;
        } catch (AddressException failure) {
            return "is not an e-mail address: " + ForeignText.clean(String.valueOf(failure.getMessage()), 200);
        }
    }

    private void checkTogether() {
        if (settings.containsKey(USERNAME) != secrets.containsKey(PASSWORD)) {
            String missing = settings.containsKey(USERNAME) ? PASSWORD : USERNAME;
            problems.putIfAbsent(missing, "is missing: user name and password go together");
        }
        if ("none".equals(settings.get(SECURITY)) && secrets.containsKey(PASSWORD)) {
            problems.putIfAbsent(SECURITY, "must be starttls or tls: a password is never sent without encryption");
        }
    }
}
