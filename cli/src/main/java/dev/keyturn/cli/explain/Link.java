package dev.keyturn.cli.explain;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One link of the chain from a store to a Secret.
 *
 * @param subject what it is, as {@code SecretStore shop/vault}
 * @param reason one word, as of a condition; empty where there is none
 * @param message how it is, in one line; may be empty
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Link(Mark mark, String subject, String reason, String message) {
  static Link of(Mark mark, String subject, String message) {
    return new Link(mark, subject, "", message);
  }

  @Override
  public String toString() {
    String words = reason + (reason.isEmpty() || message.isEmpty() ? "" : ": ") + message;
    return mark.sign() + " " + subject + (words.isEmpty() ? "" : "   " + words);
  }
}
