package io.registrysync.bench;

import java.util.HashMap;
import java.util.Map;

/** What people who look ask for, by what it is. */
final class LoadPaths {
    private LoadPaths() {}

    static Map<String, String> of(long running, int executions) {
        Map<String, String> paths = new HashMap<>();
        String old = "/api/v1/executions/" + Math.max(1, executions / 2);
        String now = "/api/v1/executions/" + running;
        paths.put("dashboard", "/api/v1/dashboard");
        paths.put("tasks", "/api/v1/tasks?size=20");
        paths.put("tasks, searched", "/api/v1/tasks?text=task%204");
        paths.put("executions", "/api/v1/executions?size=20");
        paths.put("executions, failed", "/api/v1/executions?status=FAILED&size=20");
        paths.put("executions, page 50", "/api/v1/executions?page=49&size=20");
        paths.put("executions, searched", "/api/v1/executions?text=task%207&size=20");
        paths.put("execution, old", old);
        paths.put("execution, running", now);
        paths.put("units", old + "/units");
        paths.put("units, running", now + "/units?size=50");
        paths.put("log, old", old + "/log");
        paths.put("log, running", now + "/log");
        paths.put("registries", "/api/v1/registries");
        paths.put("health", "/health");
        paths.put("metrics", "/metrics");
        return paths;
    }
}
