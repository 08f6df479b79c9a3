package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a vault may call a secret and its versions. */
final class SecretName {
  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");
  private static final Pattern VERSION = Pattern.compile("[0-9a-zA-Z]{1,64}");

  private SecretName() {}

  /** What stands for the version of a deleted secret that is told without one. */
  static final String DELETION = "deleted-";

  private static final Pattern DELETED = Pattern.compile(DELETION + "[0-9]{1,18}");

  /** Whether an id names a deletion, and no version. */
  static boolean isDeletion(String version) {
    return DELETED.matcher(version).matches();
  }

  /** The path of a secret; refuses, before any call, what the service's alphabet does not hold. */
  static String path(String key) {
    if (!NAME.matcher(key).matches()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
    }
    return "/secrets/" + key;
  }

  /** The path of a version, or of the secret where none is named. */
  static String path(String key, Optional<String> version) {
    String path = path(key);
    if (version.isEmpty()) {
      return path;
    }
    if (!VERSION.matcher(version.get()).matches()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return path + "/" + version.get();
  }
}
