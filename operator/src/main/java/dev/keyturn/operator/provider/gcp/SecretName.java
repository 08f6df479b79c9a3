package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.regex.Pattern;

/** Id of a secret inside its project. */
record SecretName(String id) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  /** Refuses, before any call, what the service's alphabet does not hold. */
  static SecretName of(String key) {
    if (!ID.matcher(key).matches()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
    }
    return new SecretName(key);
  }
}
