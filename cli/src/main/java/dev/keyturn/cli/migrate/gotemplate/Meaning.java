package dev.keyturn.cli.migrate.gotemplate;

import java.util.List;

/** What an expression of the agent's template stands for. */
sealed interface Meaning {
  /** Dot before any {@code with}. */
  record Nothing() implements Meaning {}

  /**
   * An expression that is the same in ours.
   *
   * @param operand whether it can be an argument as it stands
   */
  record Plain(String code, boolean operand) implements Meaning {}

  /** What {@code secret} gives. */
  record Answer(SecretRead read) implements Meaning {}

  /** Its {@code .Data}. */
  record Data(SecretRead read) implements Meaning {}

  /** The values of a secret, or the one at a path below them. */
  record Member(SecretRead read, List<String> path) implements Meaning {}

  /** Such a value where dot is bound to it. */
  record Bound(SecretRead read, List<String> path) implements Meaning {}
}
