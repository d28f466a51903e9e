package io.registrysync.store;

import io.registrysync.store.StoreException.Kind;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables to the version that this program works with. Keeps a history of its own beside a host's. */
final class Migrations {
    private Migrations() {}

    static void run(DataSource source, Dialect dialect) {
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:io/registrysync/store/migration")
                    .table("sync_schema_history")
                    .placeholders(dialect.types())
                    // A host's database is not empty when we come to it.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException failed) {
            throw new StoreException(
                    Kind.CONFIGURATION, "the tables cannot be brought to this version: " + failed.getMessage(), failed);
        }
    }
}
