package io.registrysync.spring.web;

import io.registrysync.spring.security.SignInException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What can go wrong with users and how they sign in. */
@RestControllerAdvice(
        assignableTypes = {
            AuthController.class,
            UsersController.class,
            TokensController.class,
            SessionsController.class,
            AuditController.class
        })
@Order(Ordered.HIGHEST_PRECEDENCE)
class AdminProblems {
    @ExceptionHandler
    ProblemDetail signIn(SignInException failure, HttpServletResponse response) {
        String detail = Optional.ofNullable(failure.getMessage()).orElse("");
        if (failure.waitSeconds() == 0) {
            return Problems.problem(HttpStatus.UNAUTHORIZED, "login_failed", detail, "");
        }
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(failure.waitSeconds()));
        return Problems.problem(HttpStatus.TOO_MANY_REQUESTS, "login_locked", detail, "");
    }

    @ExceptionHandler
    ProblemDetail forbidden(ForbiddenException failure) {
        return Problems.problem(HttpStatus.FORBIDDEN, failure.code(), failure.getMessage(), "");
    }

    @ExceptionHandler
    ProblemDetail parameter(TypeMismatchException failure) {
        String name = Optional.ofNullable(failure.getPropertyName()).orElse("");
        return Problems.problem(HttpStatus.BAD_REQUEST, "parameter", "the value of " + name + " makes no sense", "");
    }

    /** The message of the parser repeats what was sent, which may be a password. */
    @ExceptionHandler
    ProblemDetail unreadable(HttpMessageNotReadableException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String detail = cause instanceof IllegalArgumentException own && isOurs(own)
                ? String.valueOf(own.getMessage())
                : "the body is not the JSON that is expected here";
        return Problems.problem(HttpStatus.BAD_REQUEST, "body", detail, "");
    }

    private static boolean isOurs(IllegalArgumentException failure) {
        return String.valueOf(failure.getMessage()).startsWith("there is no property ");
    }
}
