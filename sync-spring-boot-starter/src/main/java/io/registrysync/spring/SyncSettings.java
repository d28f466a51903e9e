package io.registrysync.spring;

import io.registrysync.registry.ForeignText;
import io.registrysync.store.Retention;
import io.registrysync.store.SettingStore;
import io.registrysync.store.StoreException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What people may change while it runs. What is stored comes before what the properties of the application say; what is
 * not stored is as the properties say. Each look reads the store, so that all nodes do the same; where the database is away
 * the properties hold. Safe for use by several threads.
 */
public final class SyncSettings {
    private static final String LANGUAGE = "language";
    private static final String ZONE = "zone";
    private static final String PUBLIC_URL = "publicUrl";
    private static final String EXECUTION_DAYS = "retention.executionDays";
    private static final String PER_TASK = "retention.executionsPerTask";
    private static final String DELIVERY_DAYS = "retention.deliveryDays";
    private static final String LOGIN_DAYS = "retention.loginDays";
    private static final String AUDIT_DAYS = "retention.auditDays";
    private static final List<String> NAMES =
            List.of(LANGUAGE, ZONE, PUBLIC_URL, EXECUTION_DAYS, PER_TASK, DELIVERY_DAYS, LOGIN_DAYS, AUDIT_DAYS);

    private static final Set<String> LANGUAGES = Set.of("zh", "en");
    private static final int MOST_DAYS = 36_500;

    private final SettingStore store;
    private final RegistrySyncProperties properties;

    /** {@code properties} hold where nothing is stored. */
    public SyncSettings(SettingStore store, RegistrySyncProperties properties) {
        this.store = store;
        this.properties = properties;
    }

    /**
     * What is stored; whatever is absent is as the properties say.
     *
     * @param language  {@code zh} or {@code en}
     * @param zone      such as {@code Asia/Shanghai}
     * @param publicUrl an address with http or https, without query and user name
     */
    public record Stored(
            Optional<String> language,
            Optional<String> zone,
            Optional<String> publicUrl,
            Optional<Integer> executionDays,
            Optional<Integer> executionsPerTask,
            Optional<Integer> deliveryDays,
            Optional<Integer> loginDays,
            Optional<Integer> auditDays) {
        /**
         * Checks what is there.
         *
         * @throws IllegalArgumentException where something cannot be meant
         */
        public Stored {
            language.filter(known -> !LANGUAGES.contains(known)).ifPresent(unknown -> {
                throw new IllegalArgumentException("language is zh or en");
            });
            zone.ifPresent(Stored::requireZone);
            publicUrl = publicUrl.map(Stored::checkedUrl);
            for (Optional<Integer> number : List.of(executionDays, deliveryDays, loginDays, auditDays)) {
                number.filter(days -> days < 1 || days > MOST_DAYS).ifPresent(wrong -> {
                    throw new IllegalArgumentException("a time that something is kept is 1 to " + MOST_DAYS + " days");
                });
            }
            executionsPerTask.filter(number -> number < 1).ifPresent(wrong -> {
                throw new IllegalArgumentException("of each task 1 execution or more is kept");
            });
        }

        private static void requireZone(String name) {
            try {
                ZoneId.of(name);
            } catch (DateTimeException unknown) {
                throw new IllegalArgumentException(
                        "there is no time zone " + ForeignText.clean(name, 60)
                                + "; write one such as Asia/Shanghai or UTC",
                        unknown);
            }
        }

        private static String checkedUrl(String text) {
            try {
                URI url = new URI(text.strip().replaceFirst("/+$", ""));
                boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
                if (web && url.getHost() != null && url.getRawUserInfo() == null && url.getRawQuery() == null) {
                    return url.toString();
                }
            } catch (URISyntaxException malformed) {
                // Said below, without the text.
            }
            throw new IllegalArgumentException(
                    "publicUrl is an address such as https://sync.example.com, without a user name or a query");
        }

        private Map<String, String> texts() {
            Map<String, String> texts = new HashMap<>();
            language.ifPresent(value -> texts.put(LANGUAGE, value));
            zone.ifPresent(value -> texts.put(ZONE, value));
            publicUrl.ifPresent(value -> texts.put(PUBLIC_URL, value));
            executionDays.ifPresent(value -> texts.put(EXECUTION_DAYS, value.toString()));
            executionsPerTask.ifPresent(value -> texts.put(PER_TASK, value.toString()));
            deliveryDays.ifPresent(value -> texts.put(DELIVERY_DAYS, value.toString()));
            loginDays.ifPresent(value -> texts.put(LOGIN_DAYS, value.toString()));
            auditDays.ifPresent(value -> texts.put(AUDIT_DAYS, value.toString()));
            return texts;
        }
    }

    /** Stores settings; what is absent is no longer stored. */
    public void store(Stored settings) {
        Map<String, String> texts = settings.texts();
        store.put(texts);
        NAMES.stream().filter(name -> !texts.containsKey(name)).forEach(store::remove);
    }

    /** The names of those that are stored, in their order. */
    public Set<String> stored() {
        Set<String> names = new TreeSet<>(store.all().keySet());
        names.retainAll(new ArrayList<>(NAMES));
        return names;
    }

    /** In which logs are written. */
    public Locale language() {
        return get(LANGUAGE, Locale::forLanguageTag).orElseGet(() -> Locale.forLanguageTag(properties.language()));
    }

    /** In which times are shown where nothing else is said. */
    public ZoneId zone() {
        return get(ZONE, ZoneId::of).orElseGet(properties::zoneOrDefault);
    }

    /** Where people reach it. */
    public Optional<URI> publicUrl() {
        return get(PUBLIC_URL, URI::create).or(() -> Optional.ofNullable(properties.publicUrl()));
    }

    /** How long what is kept. */
    public Retention.Policy retention() {
        RegistrySyncProperties.Retention said = properties.retention();
        Retention.Policy usual = Retention.Policy.USUAL;
        return new Retention.Policy(
                get(EXECUTION_DAYS, SyncSettings::days).orElse(said.executions()),
                get(PER_TASK, Integer::valueOf).orElse(said.perTask()),
                get(DELIVERY_DAYS, SyncSettings::days).orElse(said.deliveries()),
                get(LOGIN_DAYS, SyncSettings::days).orElse(said.logins()),
                get(AUDIT_DAYS, SyncSettings::days).orElse(said.audit()),
                usual.state(),
                usual.nodes());
    }

    private static Duration days(String number) {
        return Duration.ofDays(Long.parseLong(number));
    }

    private <T> Optional<T> get(String name, Function<String, T> type) {
        try {
            return store.get(name).map(type);
        } catch (StoreException away) {
            return Optional.empty();
        }
    }
}
