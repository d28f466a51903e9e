/**
 * Tells people how a run ended: chat robots, webhooks, e-mail.
 */
@NullMarked
package io.registrysync.notify;

import org.jspecify.annotations.NullMarked;
