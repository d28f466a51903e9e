package io.registrysync.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long answers took. Safe for use by several threads. */
final class LoadReport {
    private final Map<String, List<Long>> nanos = new TreeMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();

    synchronized boolean add(String name, long took, boolean isGood) {
        if (!isGood) {
            failures.merge(name, 1, Integer::sum);
        }
        return nanos.computeIfAbsent(name, first -> new ArrayList<>()).add(took);
    }

    synchronized void print() {
        ServerLoad.say("%-22s %6s %6s %8s %8s %8s %8s", "path, ms", "count", "failed", "p50", "p90", "p99", "max");
        nanos.forEach((name, took) -> line(name, took, failures.getOrDefault(name, 0)));
        List<Long> all = nanos.values().stream().flatMap(List::stream).toList();
        line("all", all, failures.values().stream().mapToInt(Integer::intValue).sum());
    }

    private static void line(String name, List<Long> took, int failed) {
        List<Long> sorted = took.stream().sorted().toList();
        ServerLoad.say(
                "%-22s %6d %6d %8.1f %8.1f %8.1f %8.1f",
                name,
                sorted.size(),
                failed,
                at(sorted, 50),
                at(sorted, 90),
                at(sorted, 99),
                sorted.get(sorted.size() - 1) / 1e6);
    }

    private static double at(List<Long> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }
}
