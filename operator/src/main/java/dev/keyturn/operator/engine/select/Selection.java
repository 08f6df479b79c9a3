package dev.keyturn.operator.engine.select;

import java.util.Optional;

/** One value of a payload. */
public sealed interface Selection {

  /** The value, owned by the caller, who wipes it. */
  record Selected(byte[] value) implements Selection {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** Null or absent: KeyMissing. */
  record Missing() implements Selection {}

  /** The payload cannot be used: InvalidData. */
  record Invalid(Problem problem) implements Selection {}

  /**
   * The property is no path: ConfigInvalid/field.
   *
   * @param column of the first character that cannot stand there, from 1
   */
  record BadPath(int column) implements Selection {}

  /** The payload as it is. */
  static Selection whole(SecretTree tree) {
    return new Selected(tree.whole());
  }

  /**
   * The value at a property: the top-level member of exactly this name, else what the path leads
   * to. Text gives its characters, a number its spelling, objects and arrays compact JSON.
   */
  static Selection property(SecretTree tree, String property) {
    try {
      return switch (Lookup.find(tree, property)) {
        case Lookup.Found(JsonNode node) -> rendered(node);
        case Lookup.Absent() -> new Missing();
        case Lookup.Failed(Problem problem) -> new Invalid(problem);
        case Lookup.NoPath(int column) -> new BadPath(column);
      };
    } finally {
      tree.dropDerived();
    }
  }

  private static Selection rendered(JsonNode node) {
    Optional<byte[]> value = Lookup.render(node);
    return value.<Selection>map(Selected::new).orElseGet(Missing::new);
  }
}
