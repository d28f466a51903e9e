package io.registrysync.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.registrysync.store.Tally;
import java.util.List;

/**
 * What a node says of its part in an execution.
 *
 * @param done   the sums of the units that this node has ended
 * @param active those that it works on
 */
record NodeReport(Tally done, List<ActiveUnit> active) {
    private static final ObjectMapper JSON = new ObjectMapper();

    NodeReport {
        active = List.copyOf(active);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static NodeReport parse(String json) {
        try {
            return JSON.readValue(json, NodeReport.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalArgumentException("the report of a node cannot be read", damaged);
        }
    }
}
