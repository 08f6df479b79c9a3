package dev.keyturn.operator.engine.mac;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code status.target.hash} holds: {@code <keyId>:<input>:<output>}. */
public record TargetHash(String keyId, Mac input, Mac output) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_-]{8}):([A-Za-z0-9_-]{22}):([A-Za-z0-9_-]{22})");

  /** Empty for any other text: a hash that cannot be read is a hash under an unknown key. */
  public static Optional<TargetHash> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new TargetHash(matcher.group(1), new Mac(matcher.group(2)), new Mac(matcher.group(3))))
        : Optional.empty();
  }

  public String text() {
    return keyId + ":" + input + ":" + output;
  }
}
