package io.registrysync.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Labels and what they stand for, one pair per line. */
final class Table {
    private record Row(String label, String value) {}

    private final Style style;
    private final List<Row> rows = new ArrayList<>();

    Table(Style style) {
        this.style = style;
    }

    void row(String label, String value) {
        rows.add(new Row(label, value));
    }

    void print(PrintStream out) {
        int width = rows.stream().mapToInt(row -> row.label.length()).max().orElse(0);
        for (Row row : rows) {
            out.println(style.dim(row.label + " ".repeat(width - row.label.length() + 2)) + row.value);
        }
    }
}
