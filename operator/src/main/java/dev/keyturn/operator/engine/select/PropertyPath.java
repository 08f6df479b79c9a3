package dev.keyturn.operator.engine.select;

import java.util.List;
import java.util.OptionalInt;

/**
 * A path into JSON: a subset of gjson's path language (github.com/tidwall/gjson, SYNTAX.md).
 *
 * @param stages what the pipe separates; each works on the result of the one before
 */
record PropertyPath(List<Stage> stages) {
  /** Greatest number of characters. */
  static final int MAX_LENGTH = 512;

  /** What became of a text. */
  sealed interface Parsed {
    record Ok(PropertyPath path) implements Parsed {}

    /**
     * The text is no path.
     *
     * @param column of the first character that cannot stand there, from 1
     */
    record Refused(int column) implements Parsed {}
  }

  /** Steps that the dot separates. */
  record Stage(List<Step> steps) {}

  /** One step down. */
  sealed interface Step {

    /** A member by its name, or an item where the name is a whole number. */
    record Name(String name, OptionalInt index) implements Step {}

    /**
     * The first member whose name matches and below which the rest of the stage finds something.
     */
    record Wild(Glob glob) implements Step {}

    /** Number of items. */
    record Length() implements Step {}

    /** The rest for each item. */
    record Each(PropertyPath rest) implements Step {}

    /** The rest for the first item that meets the condition, or for all that do. */
    record Where(Condition condition, boolean all, PropertyPath rest) implements Step {}

    /** A change of the whole value. */
    record Change(Modifier modifier) implements Step {}
  }

  /** The changes of the subset, by their names. */
  enum Modifier {
    THIS,
    KEYS,
    VALUES,
    REVERSE,
    FLATTEN,
    TOSTR,
    FROMSTR,
    UGLY
  }

  static Parsed parse(String text) {
    return PathParser.parse(text);
  }

  boolean isEmpty() {
    return stages.isEmpty();
  }
}
