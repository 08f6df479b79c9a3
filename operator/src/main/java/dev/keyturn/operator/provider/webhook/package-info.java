/**
 * Any service that answers one HTTPS request for each key; read only. Templates and paths into the
 * answer are understood elsewhere and handed over as {@code WebhookText} and {@code WebhookPick}.
 */
@NullMarked
package dev.keyturn.operator.provider.webhook;

import org.jspecify.annotations.NullMarked;
