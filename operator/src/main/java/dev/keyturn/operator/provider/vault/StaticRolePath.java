package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the credential of a static role stands: {@code role:<mount>/static-creds/<role>} of the
 * engine {@code database}, {@code role:<mount>/static-cred/<role>} of {@code ldap} and others.
 *
 * @param read path of the credential, encoded
 * @param rotate path that makes a new one, encoded
 */
record StaticRolePath(String read, String rotate) {
  /** What is before the path in a key: such paths are granted apart from key-value paths. */
  private static final String CLASS = "role:";

  private static final Pattern PATH = Pattern.compile("(.+?)/(static-creds?)/(.+)");

  static boolean isMeant(String key) {
    return key.startsWith(CLASS);
  }

  /** A {@link WireProblem} where the key names no static role. */
  static StaticRolePath of(String key) {
    Matcher parts = PATH.matcher(isMeant(key) ? key.substring(CLASS.length()) : "");
    if (!parts.matches()) {
      throw illegal();
    }
    return new StaticRolePath(
        encoded(parts.group()), encoded(parts.group(1) + "/rotate-role/" + parts.group(3)));
  }

  private static String encoded(String path) {
    return VaultPath.encode(path).orElseThrow(StaticRolePath::illegal);
  }

  private static WireProblem illegal() {
    return new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
  }
}
