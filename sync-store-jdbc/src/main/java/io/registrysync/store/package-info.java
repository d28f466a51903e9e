/**
 * What the server keeps, in SQLite or PostgreSQL: {@link io.registrysync.store.Store} has a room for each kind of thing.
 *
 * <p>Every method blocks on the database and throws {@link io.registrysync.store.StoreException}. Rooms and the store are
 * safe for use by several threads; the records that they take and return are immutable.
 */
@NullMarked
package io.registrysync.store;

import org.jspecify.annotations.NullMarked;
