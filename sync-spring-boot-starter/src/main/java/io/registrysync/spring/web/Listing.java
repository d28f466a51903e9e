package io.registrysync.spring.web;

import io.registrysync.spring.security.ProblemCode;
import io.registrysync.store.Page;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * A page of a list.
 *
 * @param total of the whole list
 * @param page  from 0
 * @param size  the most that a page has
 */
record Listing<T>(List<T> items, long total, int page, int size) {
    /** The most that a page may have. */
    private static final int MOST = 200;

    Listing {
        items = List.copyOf(items);
    }

    /** Which part of a list the store is asked for. */
    static Page.Slice slice(int page, int size) {
        check(page, size);
        return new Page.Slice((long) page * size, size);
    }

    /** A page that the store has found. */
    static <S, T> Listing<T> of(Page<S> found, int page, int size, Function<? super S, T> view) {
        Page<T> shown = found.map(view);
        return new Listing<>(shown.items(), shown.total(), page, size);
    }

    /** The page of a list that is all at hand. */
    static <T> Listing<T> of(List<T> all, int page, int size) {
        check(page, size);
        List<T> items = all.stream().skip((long) page * size).limit(size).toList();
        return new Listing<>(items, all.size(), page, size);
    }

    /** A list that is short enough to be shown as a whole. */
    static <T> Listing<T> whole(List<T> items) {
        return new Listing<>(items, items.size(), 0, Math.max(1, items.size()));
    }

    /** What was chosen of several; a parameter that is there and empty chooses nothing. */
    static <T> List<T> chosen(List<T> choices) {
        return choices.stream().filter(Objects::nonNull).toList();
    }

    <R> Listing<R> map(Function<? super T, R> change) {
        return new Listing<>(items.stream().<R>map(change).toList(), total, page, size);
    }

    static void check(int page, int size) {
        if (page < 0 || size < 1 || size > MOST) {
            throw new ErrorResponseException(
                    HttpStatus.BAD_REQUEST,
                    Problems.problem(
                            HttpStatus.BAD_REQUEST,
                            ProblemCode.PAGE,
                            "pages begin at 0 and have 1 to " + MOST + " entries",
                            ""),
                    null);
        }
    }
}
