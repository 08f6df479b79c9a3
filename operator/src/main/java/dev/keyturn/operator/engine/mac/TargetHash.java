package dev.keyturn.operator.engine.mac;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code status.target.hash} holds: {@code <keyId>:<input>:<output>:<values>}.
 *
 * @param values of the values alone, without type, labels and annotations; empty in what operators
 *     wrote that had no such part, {@code <keyId>:<input>:<output>}
 */
public record TargetHash(String keyId, Mac input, Mac output, Optional<Mac> values) {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9_-]{8}):([A-Za-z0-9_-]{22}):([A-Za-z0-9_-]{22})(?::([A-Za-z0-9_-]{22}))?");

  /** Empty for any other text: a hash that cannot be read is a hash under an unknown key. */
  public static Optional<TargetHash> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new TargetHash(
                matcher.group(1),
                new Mac(matcher.group(2)),
                new Mac(matcher.group(3)),
                Optional.ofNullable(matcher.group(4)).map(Mac::new)))
        : Optional.empty();
  }

  public String text() {
    return keyId + ":" + input + ":" + output + values.map(it -> ":" + it).orElse("");
  }

  /**
   * True where these values were written; false where they were not, or nobody can tell.
   *
   * @param now hash of the values under the present key
   * @param former the same under the key before; empty where that is not known
   */
  public boolean isOfValues(Mac now, Optional<Mac> former) {
    // No hash under one key is a hash under another, so it says by itself whose it is.
    return values.filter(it -> it.equals(now) || Optional.of(it).equals(former)).isPresent();
  }

  /** This hash with the values under the present key, where it tells of values at all. */
  public Optional<Mac> valuesUnder(Mac now, Optional<Mac> former) {
    return isOfValues(now, former) ? Optional.of(now) : values;
  }
}
