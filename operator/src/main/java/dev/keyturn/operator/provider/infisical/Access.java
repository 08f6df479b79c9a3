package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.regex.Pattern;

/**
 * What a session carries: the access token, the id of the project, and when the token's longest
 * life is over.
 *
 * @param end seconds since the epoch; 0 where the token can be renewed for ever
 */
record Access(String project, long end, String token) {
  private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,16384}");

  Access {
    if (!PROJECT.matcher(project).matches() || !TOKEN.matcher(token).matches()) {
      throw WireProblem.invalid();
    }
  }

  static Access of(Session session) {
    String[] parts = session.token().withText(text -> text.split(" ", 3));
    return new Access(parts[0], Long.parseLong(parts[1]), parts[2]);
  }

  /** Whether a header can hold the token. */
  static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  SecretBytes sealed() {
    return SecretBytes.ofText(project + " " + end + " " + token);
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
