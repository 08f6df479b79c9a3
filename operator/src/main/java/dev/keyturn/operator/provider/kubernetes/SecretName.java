package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.regex.Pattern;

/** Names of Secrets and of their keys. */
final class SecretName {
  private static final String LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final int LONGEST = 253;
  private static final Pattern DATA_KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  private SecretName() {}

  /**
   * The key, which is the name of a Secret.
   *
   * @throws WireProblem InvalidData/NAME_ILLEGAL
   */
  static String of(String key) {
    if (key.length() > LONGEST || !NAME.matcher(key).matches()) {
      throw illegal();
    }
    return key;
  }

  /**
   * A key inside a Secret.
   *
   * @throws WireProblem InvalidData/NAME_ILLEGAL
   */
  static String dataKey(String key) {
    if (!DATA_KEY.matcher(key).matches() || key.equals(".") || key.startsWith("..")) {
      throw illegal();
    }
    return key;
  }

  private static WireProblem illegal() {
    return new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
  }
}
