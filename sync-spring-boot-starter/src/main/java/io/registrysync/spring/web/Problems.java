package io.registrysync.spring.web;

import io.registrysync.filter.RuleException;
import io.registrysync.notify.InvalidChannelException;
import io.registrysync.oci.FormatException;
import io.registrysync.registry.RegistryException;
import io.registrysync.spec.SyncFileException;
import io.registrysync.spring.security.ProblemCode;
import io.registrysync.spring.security.SignInException;
import io.registrysync.store.StoreException;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What went wrong, as {@code application/problem+json} (RFC 9457): what happened, a code for programs, a hint for people. */
@RestControllerAdvice(basePackages = "io.registrysync.spring")
// Before whatever the host has for everything that goes wrong.
@Order(Ordered.HIGHEST_PRECEDENCE)
class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String CODE = "code";
    private static final int LONGEST = 4_000;

    @ExceptionHandler
    ProblemDetail store(StoreException failure) {
        HttpStatus status = switch (failure.kind()) {
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case NAME_TAKEN, CHANGED, IN_USE, WRONG_STATE -> HttpStatus.CONFLICT;
            case UNAVAILABLE, CONFIGURATION -> HttpStatus.SERVICE_UNAVAILABLE;
        };
        return problem(status, ProblemCode.valueOf(failure.kind().name()), failure.getMessage(), "");
    }

    /** A registry's failure is an answer about that registry, and not a failure of this server. */
    @ExceptionHandler
    ProblemDetail registry(RegistryException failure) {
        ProblemCode code = ProblemCode.valueOf("REGISTRY_" + failure.kind());
        return Discretion.isDue()
                ? problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        code,
                        "the registry cannot be asked: " + Discretion.of(failure),
                        "ask an administrator to test it")
                : problem(HttpStatus.UNPROCESSABLE_CONTENT, code, failure.getMessage(), failure.hint());
    }

    @ExceptionHandler({IllegalArgumentException.class})
    ProblemDetail wrong(IllegalArgumentException failure) {
        // What names the property wraps what is wrong with it.
        Throwable origin = failure.getCause() instanceof IllegalArgumentException cause ? cause : failure;
        ProblemCode code = origin instanceof RuleException
                ? ProblemCode.RULE
                : origin instanceof FormatException ? ProblemCode.FORMAT : ProblemCode.VALUE;
        return problem(HttpStatus.BAD_REQUEST, code, failure.getMessage(), "");
    }

    /** Each mistake with its place, so that a form can show it there. */
    @ExceptionHandler
    ProblemDetail spec(SyncFileException failure) {
        ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, ProblemCode.SPEC, failure.getMessage(), "");
        problem.setProperty(
                "errors",
                failure.problems().stream()
                        .map(each -> Map.of("path", each.path(), "line", each.line(), "message", each.message()))
                        .toList());
        return problem;
    }

    /** A body that is not what the call takes. */
    @ExceptionHandler
    ProblemDetail body(HttpMessageNotReadableException failure) {
        return problem(HttpStatus.BAD_REQUEST, ProblemCode.BODY, Bodies.complaint(failure.getCause()), "");
    }

    /** A parameter that is not what the call takes. */
    @ExceptionHandler
    ProblemDetail parameter(TypeMismatchException failure) {
        return problem(
                HttpStatus.BAD_REQUEST,
                ProblemCode.PARAMETER,
                "the parameter " + failure.getPropertyName() + " has a value that it cannot have",
                "");
    }

    @ExceptionHandler
    ProblemDetail signIn(SignInException failure, HttpServletResponse response) {
        if (failure.waitSeconds() == 0) {
            return problem(HttpStatus.UNAUTHORIZED, ProblemCode.LOGIN_FAILED, failure.getMessage(), "");
        }
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(failure.waitSeconds()));
        return problem(HttpStatus.TOO_MANY_REQUESTS, ProblemCode.LOGIN_LOCKED, failure.getMessage(), "");
    }

    @ExceptionHandler
    ProblemDetail forbidden(ForbiddenException failure) {
        return problem(HttpStatus.FORBIDDEN, failure.code(), failure.getMessage(), "");
    }

    /** A parameter that the call cannot do without. */
    @ExceptionHandler
    ProblemDetail missing(MissingServletRequestParameterException failure) {
        return problem(
                HttpStatus.BAD_REQUEST,
                ProblemCode.PARAMETER,
                "the parameter " + failure.getParameterName() + " is missing",
                "");
    }

    /** Every field of a channel that is wrong. */
    @ExceptionHandler
    ProblemDetail channel(InvalidChannelException failure) {
        ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, ProblemCode.CHANNEL, failure.getMessage(), "");
        problem.setProperty("fields", failure.problems());
        return problem;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(RuntimeException failure) {
        if (failure instanceof ErrorResponse known) {
            ProblemDetail said = known.getBody();
            if (said.getProperties() == null || !said.getProperties().containsKey(CODE)) {
                said.setProperty(CODE, ProblemCode.of(known.getStatusCode()).toString());
            }
            return ResponseEntity.status(known.getStatusCode())
                    .headers(known.getHeaders())
                    .body(said);
        }
        LOG.error("a request failed unexpectedly", failure);
        return ResponseEntity.internalServerError()
                .body(problem(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        ProblemCode.UNEXPECTED,
                        "this should not have happened; the log knows more",
                        ""));
    }

    /** What is complained of may be repeated, and be as long as a body. */
    private static String shortened(String detail) {
        if (detail.length() <= LONGEST) {
            return detail;
        }
        int end = Character.isHighSurrogate(detail.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return detail.substring(0, end) + "…";
    }

    static ProblemDetail problem(HttpStatus status, ProblemCode code, @Nullable String detail, String hint) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, shortened(String.valueOf(detail)));
        problem.setType(URI.create("about:blank"));
        problem.setProperty(CODE, code.toString());
        if (!hint.isEmpty()) {
            problem.setProperty("hint", hint);
        }
        return problem;
    }
}
