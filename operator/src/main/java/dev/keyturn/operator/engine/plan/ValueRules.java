package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.lease.Validity;
import dev.keyturn.operator.engine.select.SecretTree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds the values of a target against the rules of its spec. Pure. */
final class ValueRules {

  private ValueRules() {}

  /** The first rule that is broken, by key and rule and never by value. */
  static Optional<Problem> broken(List<ValueRule> rules, Map<String, byte[]> data, Instant now) {
    for (ValueRule rule : rules) {
      byte @Nullable [] value = data.get(rule.secretKey());
      if (value == null || !holds(rule, value, now)) {
        return Optional.of(
            Problem.of(
                ErrorClass.ValidationFailed,
                "key " + rule.secretKey() + ", " + (value == null ? "it is absent" : text(rule))));
      }
    }
    return Optional.empty();
  }

  private static boolean holds(ValueRule rule, byte[] value, Instant now) {
    return switch (rule) {
      case ValueRule.MinLength(String key, int bytes) -> value.length >= bytes;
      case ValueRule.Matches(String key, var pattern) -> pattern.finds(value);
      case ValueRule.ValidFor(String key, Duration remaining) ->
          Validity.of(value)
              .filter(certificate -> !certificate.until().isBefore(now.plus(remaining)))
              .isPresent();
      case ValueRule.HasMembers(String key, List<String> members) -> hasMembers(value, members);
    };
  }

  private static String text(ValueRule rule) {
    return switch (rule) {
      case ValueRule.MinLength(String key, int bytes) -> "minLength " + bytes;
      case ValueRule.Matches(String key, var pattern) -> "pattern";
      case ValueRule.ValidFor(String key, Duration remaining) ->
          "x509.minRemaining " + remaining.toSeconds() + "s";
      case ValueRule.HasMembers(String key, List<String> members) -> "json.requiredKeys " + members;
    };
  }

  private static boolean hasMembers(byte[] value, List<String> members) {
    try (SecretTree tree = SecretTree.parse(value)) {
      for (String member : members) {
        if (!tree.hasMember(member)) {
          return false;
        }
      }
      return true;
    }
  }
}
