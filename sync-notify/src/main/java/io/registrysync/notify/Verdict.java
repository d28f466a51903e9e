package io.registrysync.notify;

import com.fasterxml.jackson.databind.JsonNode;
import io.registrysync.notify.Delivery.Failure;
import io.registrysync.registry.ForeignText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the answers of a service mean that says what is wrong by a number in JSON, most often under HTTP 200.
 *
 * @param service its name
 * @param codes   the fields that hold the number, first the one that counts
 * @param words   the fields that hold what it says
 * @param later   numbers after which to try again, with the pause that the service documents; zero where it documents
 *     none
 * @param hints   what to do about a number
 */
record Verdict(
        String service,
        List<String> codes,
        List<String> words,
        Map<Integer, Duration> later,
        Map<Integer, String> hints) {
    private static final int MAX_WORDS = 200;

    Delivery of(Answer answer, Secrets secrets) {
        JsonNode json = Json.read(answer.body());
        Optional<JsonNode> code =
                codes.stream().map(json::path).filter(JsonNode::canConvertToInt).findFirst();
        if (code.isEmpty()) {
            return answer.isSuccess() ? foreign(answer) : byStatus(service, answer, secrets);
        }
        int number = code.get().intValue();
        if (number == 0) {
            return answer.isSuccess() ? new Delivery.Sent() : byStatus(service, answer, secrets);
        }
        String said = words.stream()
                .map(field -> json.path(field).asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        Failure failure = Failure.of(answer);
        String reason = service + " answered " + number + ": " + secrets.mask(said);
        if (later.containsKey(number)) {
            Optional<Duration> documented = Optional.of(later.get(number)).filter(pause -> !pause.isZero());
            return new Delivery.Postponed(
                    failure,
                    reason,
                    "Too many messages or a fault of the service: wait and try again.",
                    answer.pause().or(() -> documented));
        }
        if (isPassing(answer.status())) {
            return new Delivery.Postponed(failure, reason, "A fault of the service: try again.", answer.pause());
        }
        return new Delivery.Refused(
                failure,
                reason,
                hints.getOrDefault(number, "Look the number up in the documentation of " + service + "."));
    }

    private Delivery foreign(Answer answer) {
        return new Delivery.Refused(
                Failure.of(answer),
                "the answer is not one of " + service,
                "Check the URL: something else answers there, perhaps a proxy or a sign-in page.");
    }

    /** By the HTTP status alone, of an answer that is not a success. */
    static Delivery byStatus(String service, Answer answer, Secrets secrets) {
        int status = answer.status();
        Failure failure = Failure.of(answer);
        if (status >= 300 && status < 400) {
            String place =
                    answer.location().map(origin -> ", a redirect to " + origin).orElse("");
            return new Delivery.Refused(
                    failure,
                    service + " answered HTTP " + status + place,
                    "Redirects are not followed, for the message and its key would go along. Enter the address where the"
                            + " service really is.");
        }
        String reason = service + " answered HTTP " + status + words(answer, secrets);
        if (isPassing(status)) {
            String hint =
                    status == 429 ? "Too many messages: wait and try again." : "A fault of the service: try again.";
            return new Delivery.Postponed(failure, reason, hint, answer.pause());
        }
        return new Delivery.Refused(failure, reason, hint(status));
    }

    private static String words(Answer answer, Secrets secrets) {
        String said = secrets.mask(answer.body());
        // A page for people says nothing in its first lines.
        return said.isEmpty() || said.startsWith("<") ? "" : ": " + ForeignText.clean(said, MAX_WORDS);
    }

    private static boolean isPassing(int status) {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    private static String hint(int status) {
        return switch (status) {
            case 401, 403 -> "The key, the signature or the caller's address is not accepted. Check URL and secret.";
            case 404, 410 ->
                "Nobody is there any more, or the URL is incomplete. Create the webhook anew and copy its URL.";
            case 413 -> "The message is too large for this receiver.";
            default -> "Check the URL.";
        };
    }
}
