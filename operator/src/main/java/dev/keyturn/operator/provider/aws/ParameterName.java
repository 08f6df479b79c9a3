package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import java.util.regex.Pattern;

/**
 * A key as Parameter Store knows it. Keys have no slash in front; the service wants one before a
 * name that has others.
 *
 * @param name what a request carries
 */
record ParameterName(String name) {
  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9_.-]{1,1010}(/[A-Za-z0-9_.-]{1,1010}){0,14}");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");
  private static final int LONGEST = 1010;

  /** Refuses, before any call, what the service's alphabet does not hold. */
  static ParameterName of(String key) {
    if (key.length() > LONGEST || !KEY.matcher(key).matches()) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
    }
    return new ParameterName(key.indexOf('/') < 0 ? key : "/" + key);
  }

  /** The name of one version. */
  String at(String version) {
    if (!VERSION.matcher(version).matches()) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return name + ":" + version;
  }

  /** Whether the service means this parameter. */
  boolean is(String other) {
    return key(name).equals(key(other));
  }

  /** The name without a slash in front. */
  static String key(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }
}
