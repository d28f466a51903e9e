package io.registrysync.notify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The fields of a channel are not as they should be. Neither message nor problems hold a secret. */
public final class InvalidChannelException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> problems;

    InvalidChannelException(ChannelType type, Map<String, String> problems) {
        super(problems.entrySet().stream()
                .map(problem -> problem.getKey() + " " + problem.getValue())
                .collect(Collectors.joining("; ", "channel of type " + type.id() + ": ", "")));
        this.problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
    }

    /** What is wrong by the name of the field: all of it, in the order of the fields. */
    public Map<String, String> problems() {
        return problems;
    }
}
