package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.template.Expression;
import java.time.Duration;
import java.util.List;

/** What one key of the target must be before the target is written. */
public sealed interface ValueRule {

  String secretKey();

  /** At least so many bytes. */
  record MinLength(String secretKey, int bytes) implements ValueRule {}

  /** The expression matches somewhere in the value. */
  record Matches(String secretKey, Expression pattern) implements ValueRule {}

  /** A certificate, in PEM or DER, that is still valid for so long. */
  record ValidFor(String secretKey, Duration remaining) implements ValueRule {}

  /** A JSON object with these members, none of them null. */
  record HasMembers(String secretKey, List<String> members) implements ValueRule {}
}
