package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** What requests are signed with, as the token of a session: one part a line. */
final class AwsKeys {
  /** Nothing that a header could not carry. */
  private static final Pattern PART = Pattern.compile("[!-~]{1,8192}");

  private AwsKeys() {}

  /**
   * The token of a session.
   *
   * @throws AwsProblem AuthFailed where a part cannot be part of a key
   */
  static SecretBytes token(
      String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
    String session = sessionToken.orElse("");
    if (!PART.matcher(accessKeyId).matches()
        || !PART.matcher(secretAccessKey).matches()
        || !(session.isEmpty() || PART.matcher(session).matches())) {
      throw new AwsProblem(FailureClass.AuthFailed, FailureDetail.NONE);
    }
    return SecretBytes.ofText(accessKeyId + "\n" + secretAccessKey + "\n" + session);
  }

  /** The keys of such a token. */
  static AwsCredentials of(SecretBytes token) {
    List<String> parts = token.withText(text -> List.of(text.split("\n", -1)));
    if (parts.size() != 3) {
      throw new AwsProblem(FailureClass.AuthFailed, FailureDetail.NONE);
    }
    return parts.get(2).isEmpty()
        ? AwsBasicCredentials.create(parts.get(0), parts.get(1))
        : AwsSessionCredentials.create(parts.get(0), parts.get(1), parts.get(2));
  }
}
