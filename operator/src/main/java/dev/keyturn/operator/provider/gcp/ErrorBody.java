package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an error of Google says; its text is compared and dropped.
 *
 * @param code the canonical code, such as {@code FAILED_PRECONDITION}
 * @param ofSecret true where the text speaks of a secret or its version, not of what holds it
 * @param destroyed true where the text says that the version is destroyed
 * @param kms true where a key of KMS is the reason
 * @param version number of the version that the text speaks of; 0 where it speaks of none
 */
record ErrorBody(String code, boolean ofSecret, boolean destroyed, boolean kms, long version) {
  private static final Pattern VERSION =
      Pattern.compile("Secret Version \\[[^\\]]*/versions/([1-9][0-9]{0,17})\\] .*");

  /** Reads a body; empty where it is not one of Google's. */
  static Optional<ErrorBody> read(SecretBytes body) {
    try {
      Reader reader = new Reader();
      return StrictJson.read(
          body,
          json -> {
            json.object(name -> {
              if (name.equals("error")) {
                json.object(member -> reader.member(member, json));
              } else {
                json.skip();
              }
            });
            return reader.body();
          });
    } catch (WireProblem foreign) {
      return Optional.empty();
    }
  }

  private static final class Reader {
    private String code = "";
    private String text = "";

    void member(String name, StrictJson json) {
      switch (name) {
        case "status" -> code = json.text();
        case "message" -> text = json.text();
        default -> json.skip();
      }
    }

    /** Names of secrets have neither dots, slashes nor spaces, so that none can feign a match. */
    Optional<ErrorBody> body() {
      return code.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new ErrorBody(
                  code,
                  text.startsWith("Secret [") || text.startsWith("Secret Version ["),
                  text.contains(" is in DESTROYED state"),
                  text.contains("cloudkms.")
                      || text.contains("/cryptoKeys/")
                      || text.contains("Cloud KMS "),
                  version()));
    }

    private long version() {
      Matcher version = VERSION.matcher(text);
      return version.matches() ? Long.parseLong(version.group(1)) : 0;
    }
  }
}
