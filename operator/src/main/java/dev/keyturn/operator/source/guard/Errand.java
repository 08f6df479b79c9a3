package dev.keyturn.operator.source.guard;

import java.util.List;

/** What a sync wants of a store. For each it has a place of its own in the store's line. */
public enum Errand {
  /** Reads, and what comes of them. */
  READ(""),

  /** What is lost after a moment: the renewal of a lease, the removal of what is owed. */
  DEADLINE("#deadline"),

  /** Writes of values that Secrets hold. */
  PUSH("#push");

  /** Ends the name of the sync: no name has it in itself. */
  private static final char MARK = '#';

  private final String suffix;

  Errand(String suffix) {
    this.suffix = suffix;
  }

  /** Who waits: the sync, named as namespace/name, with this errand. */
  public String of(String sync) {
    return sync + suffix;
  }

  /** The errand of one who waits. */
  public static Errand in(String reader) {
    return List.of(DEADLINE, PUSH).stream()
        .filter(errand -> reader.endsWith(errand.suffix))
        .findFirst()
        .orElse(READ);
  }

  /** The sync of one who waits. */
  public static String sync(String reader) {
    int mark = reader.indexOf(MARK);
    return mark < 0 ? reader : reader.substring(0, mark);
  }
}
