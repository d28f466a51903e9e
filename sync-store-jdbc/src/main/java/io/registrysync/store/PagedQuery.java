package io.registrysync.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * A list that is read page by page, with its length: what is wanted of a table, and in which order. Conditions are
 * written by us; what people enter is bound by name.
 */
final class PagedQuery<T> {
    private final String columns;
    private final String table;
    private final String order;
    private final RowMapper<T> row;
    private final List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();

    PagedQuery(String columns, String table, String order, RowMapper<T> row) {
        this.columns = columns;
        this.table = table;
        this.order = order;
        this.row = row;
    }

    /** Only rows of which a condition holds that speaks of {@code :name}. */
    PagedQuery<T> where(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
        return this;
    }

    /** The same, unless there is nothing to compare with. */
    PagedQuery<T> where(String condition, String name, Optional<?> value) {
        return value.isEmpty() ? this : where(condition, name, (Object) value.get());
    }

    /** The same, unless the text is empty. */
    PagedQuery<T> where(String condition, String name, String text) {
        return text.isEmpty() ? this : where(condition, name, (Object) text);
    }

    /** Only rows whose column contains a text, in whatever case; all for a blank one. */
    PagedQuery<T> whereContains(String column, String text) {
        return text.isBlank() ? this : where(contains(column, column), column, Texts.contained(text));
    }

    /** Only rows of which one of two columns contains it. */
    PagedQuery<T> whereContains(String column, String other, String text) {
        return text.isBlank()
                ? this
                : where(
                        "(" + contains(column, column) + " OR " + contains(other, column) + ")",
                        column,
                        Texts.contained(text));
    }

    private static String contains(String column, String name) {
        return "LOWER(" + column + ") LIKE :" + name + " ESCAPE '!'";
    }

    /** Only rows whose column has one of these values; all for none. */
    PagedQuery<T> whereIn(String column, Collection<? extends Enum<?>> wanted) {
        if (!wanted.isEmpty()) {
            conditions.add(column + " IN (<" + column + ">)");
            lists.put(column, wanted.stream().map(Enum::name).toList());
        }
        return this;
    }

    Page<T> read(Handle handle, Page.Slice slice) {
        String from = " FROM " + table + " WHERE " + String.join(" AND ", conditions);
        List<T> items = bound(
                        handle, "SELECT " + columns + from + " ORDER BY " + order + " LIMIT :limit OFFSET :offset")
                .bind("limit", slice.limit())
                .bind("offset", slice.offset())
                .map(row)
                .list();
        long total = bound(handle, "SELECT COUNT(*)" + from).mapTo(Long.class).one();
        return new Page<>(items, total);
    }

    private Query bound(Handle handle, String sql) {
        Query query = handle.createQuery(sql).bindMap(values);
        lists.forEach((name, wanted) -> query.bindList(name, wanted));
        return query;
    }
}
