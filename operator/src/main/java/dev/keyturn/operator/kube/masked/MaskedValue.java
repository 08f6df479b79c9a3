package dev.keyturn.operator.kube.masked;

import dev.keyturn.operator.engine.lease.Validity;
import dev.keyturn.operator.engine.mac.Mac;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a Secret in place of a value: no base64, so that neither is taken for the other.
 *
 * @param former hash under the key before, while that is known
 * @param certificate of the value of {@value #CERTIFICATE}, where it is one
 */
public record MaskedValue(Mac mac, Optional<Mac> former, Optional<Validity> certificate) {
  /** The key whose value is looked at for a certificate, whatever the type of the Secret. */
  public static final String CERTIFICATE = "tls.crt";

  private static final Pattern FORM =
      Pattern.compile(
          "mac:([A-Za-z0-9_-]{22})(?:~([A-Za-z0-9_-]{22}))?(?::(-?[0-9]{1,12}):(-?[0-9]{1,12}))?");

  /**
   * Reads it back.
   *
   * @throws IllegalArgumentException for any other text, which is in no message
   */
  public static MaskedValue parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a value of a Secret that nobody took out");
    }
    Optional<Validity> certificate =
        Optional.ofNullable(matcher.group(3))
            .map(from -> new Validity(instant(from), instant(matcher.group(4))));
    return new MaskedValue(
        new Mac(matcher.group(1)),
        Optional.ofNullable(matcher.group(2)).map(Mac::new),
        certificate);
  }

  /** ASCII that needs no escape in JSON. */
  String text() {
    return "mac:"
        + mac.text()
        + former.map(it -> "~" + it.text()).orElse("")
        + certificate
            .map(it -> ":" + it.from().getEpochSecond() + ":" + it.until().getEpochSecond())
            .orElse("");
  }

  private static Instant instant(String seconds) {
    return Instant.ofEpochSecond(Long.parseLong(seconds));
  }
}
