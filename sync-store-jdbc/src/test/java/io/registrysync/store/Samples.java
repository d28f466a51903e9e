package io.registrysync.store;

import io.registrysync.spec.Source;
import io.registrysync.spec.SyncSpec;
import io.registrysync.spec.Target;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What several tests put into a store, and a look at its rows beside it. */
final class Samples {
    private Samples() {}

    static RegistryEntry registry(String name, String url, String username) {
        RegistryEntry plain = RegistryEntry.at(name, url);
        return new RegistryEntry(
                name,
                plain.type(),
                url,
                "",
                Optional.of(username),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    static SyncSpec spec(String name, String more) {
        SyncSpec plain = SyncSpec.of(name, Source.registry("src"), Target.registry("dst"));
        return SyncSpec.parse("test", plain.toYaml() + more);
    }

    /** A task between two registries, which are added with it. */
    static Task task(Store store, String name, String more) {
        for (String registry : List.of("src", "dst")) {
            if (store.registries().named(registry).isEmpty()) {
                store.registries().add(RegistryEntry.at(registry, registry + ".example.com"), SecretChange.keep());
            }
        }
        return store.tasks().get(store.tasks().add(TaskEntry.of(spec(name, more))));
    }

    /** What a query finds, each row by the names of its columns. */
    static List<Map<String, String>> rows(Store store, String sql) {
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<Map<String, String>> rows = new ArrayList<>();
            while (found.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    row.put(found.getMetaData().getColumnLabel(column), String.valueOf(found.getString(column)));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static long count(Store store, String table) {
        return Long.parseLong(
                rows(store, "SELECT COUNT(*) AS n FROM " + table).get(0).getOrDefault("n", ""));
    }

    static void execute(Store store, String sql) {
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
