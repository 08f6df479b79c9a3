package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as Secrets Manager knows it: a name, or a complete ARN of the store's region.
 *
 * @param id what a request carries
 * @param name the name alone
 */
record SecretName(String id, String name) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):[0-9]{12}:secret:"
              + "([A-Za-z0-9/_+=.@-]{1,512})-[A-Za-z0-9]{6}");

  /** Refuses, before any call, what the service's alphabet does not hold. */
  static SecretName of(String key, String region) {
    if (NAME.matcher(key).matches()) {
      return new SecretName(key, key);
    }
    Matcher arn = ARN.matcher(key);
    if (arn.matches() && arn.group(1).equals(region)) {
      return new SecretName(key, arn.group(2));
    }
    throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
  }

  /** Whether it was given as a name, not as an ARN. */
  boolean isName() {
    return id.equals(name);
  }
}
