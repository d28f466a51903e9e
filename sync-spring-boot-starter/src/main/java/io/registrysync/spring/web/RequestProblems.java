package io.registrysync.spring.web;

import io.registrysync.notify.InvalidChannelException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Requests that cannot be understood: the answer names the place. */
@RestControllerAdvice(basePackages = "io.registrysync.spring")
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestProblems {
    @ExceptionHandler
    ProblemDetail body(HttpMessageNotReadableException failure) {
        Throwable cause = failure.getMostSpecificCause();
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return Problems.problem(
                    HttpStatus.BAD_REQUEST,
                    "UNKNOWN_PROPERTY",
                    "there is no property " + unknown.getPropertyName(),
                    "these are known: " + unknown.getKnownPropertyIds());
        }
        String detail = cause instanceof IllegalArgumentException wrong
                ? String.valueOf(wrong.getMessage())
                : cause instanceof JacksonException json
                        ? "the body cannot be read: " + json.getOriginalMessage()
                        : "the body is missing or cannot be read";
        return Problems.problem(HttpStatus.BAD_REQUEST, "BODY", detail, "");
    }

    @ExceptionHandler
    ProblemDetail parameter(MethodArgumentTypeMismatchException failure) {
        return Problems.problem(
                HttpStatus.BAD_REQUEST, "VALUE", failure.getName() + " cannot be " + failure.getValue(), "");
    }

    @ExceptionHandler
    ProblemDetail channel(InvalidChannelException failure) {
        ProblemDetail problem = Problems.problem(HttpStatus.BAD_REQUEST, "CHANNEL", failure.getMessage(), "");
        problem.setProperty("fields", failure.problems());
        return problem;
    }
}
