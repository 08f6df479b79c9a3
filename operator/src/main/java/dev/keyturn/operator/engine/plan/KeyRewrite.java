package dev.keyturn.operator.engine.plan;

import java.util.List;
import java.util.Optional;

/** One change of all keys that an entry gave. */
public sealed interface KeyRewrite {

  /** Replaces every match in each key; Go's {@code ${1}} and {@code ${name}} are groups. */
  record Replace(String source, String target) implements KeyRewrite {}

  /** Makes each key by a template whose {@code .value} is the old one. */
  record Transform(String template) implements KeyRewrite {}

  /**
   * Takes values that are JSON objects apart: those of {@code priority} last and in its order, the
   * others before them by name.
   *
   * @param into key of one merged object; empty makes each member a key
   * @param laterWins false where two members of one name are a fault
   * @param missingAllowed true where a key of {@code priority} need not be there
   */
  record Merge(
      Optional<String> into, boolean laterWins, List<String> priority, boolean missingAllowed)
      implements KeyRewrite {}
}
