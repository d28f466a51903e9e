package io.registrysync.spring.web;

import java.util.List;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * A page of a list.
 *
 * @param total of the whole list
 * @param page  from 0
 */
record Listing<T>(List<T> items, long total, int page, int size) {
    /** The most that a page has. */
    static final int MOST = 200;

    Listing {
        items = List.copyOf(items);
    }

    /** The page of a list that is all at hand. */
    static <T> Listing<T> of(List<T> all, int page, int size) {
        check(page, size);
        List<T> items = all.stream().skip((long) page * size).limit(size).toList();
        return new Listing<>(items, all.size(), page, size);
    }

    <R> Listing<R> map(Function<? super T, R> change) {
        return new Listing<>(items.stream().<R>map(change).toList(), total, page, size);
    }

    static void check(int page, int size) {
        if (page < 0 || size < 1 || size > MOST) {
            throw new ErrorResponseException(
                    HttpStatus.BAD_REQUEST,
                    Problems.problem(
                            HttpStatus.BAD_REQUEST, "PAGE", "pages begin at 0 and have 1 to " + MOST + " entries", ""),
                    null);
        }
    }
}
