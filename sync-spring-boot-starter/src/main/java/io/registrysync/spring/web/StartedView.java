package io.registrysync.spring.web;

/**
 * Something has begun.
 *
 * @param execution its id
 */
record StartedView(long execution) {}
