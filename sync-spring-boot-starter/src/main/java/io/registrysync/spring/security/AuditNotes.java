package io.registrysync.spring.security;

import jakarta.servlet.http.HttpServletRequest;

/**
 * What a handler can add to the audit entry of its call, which is written by itself. No secret belongs into it.
 */
public final class AuditNotes {
    static final String ACTOR = AuditNotes.class.getName() + ".actor";
    static final String DETAIL = AuditNotes.class.getName() + ".detail";
    static final String SUBJECT = AuditNotes.class.getName() + ".subject";

    private AuditNotes() {}

    /** Who it was, where nobody has signed in yet. */
    public static void actor(HttpServletRequest request, String name) {
        request.setAttribute(ACTOR, name);
    }

    /** What it was done to, where the path does not say. */
    public static void subject(HttpServletRequest request, String subject) {
        request.setAttribute(SUBJECT, subject);
    }

    /** What has changed. */
    public static void detail(HttpServletRequest request, String detail) {
        request.setAttribute(DETAIL, detail);
    }
}
