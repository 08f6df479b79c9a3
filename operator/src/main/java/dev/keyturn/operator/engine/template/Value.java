package dev.keyturn.operator.engine.template;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a template computes with. No value prints itself: each may be a secret. */
sealed interface Value {

  /**
   * A byte string as Go has it.
   *
   * @param bytes one char per byte (ISO-8859-1), so that comparing, searching and slicing work on
   *     bytes; the JDK stores it in one byte per char
   */
  record Text(String bytes) implements Value {
    /** The UTF-8 encoding of a text. */
    static Text ofUtf8(String text) {
      return new Text(Utf8.encode(text));
    }

    static Text ofBytes(byte[] bytes) {
      return new Text(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** Any integer; Go's int and int64 are one here. */
  record Int(long value) implements Value {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** A float64. */
  record Real(double value) implements Value {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** A bool. */
  record Bool(boolean value) implements Value {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** A list that never changes. */
  record Sequence(List<Value> items) implements Value {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** A map in the byte order of its keys; {@code set} and {@code unset} change it in place. */
  final class Mapping implements Value {
    private final TreeMap<String, Value> entries;
    private final boolean readOnly;

    private Mapping(TreeMap<String, Value> entries, boolean readOnly) {
      this.entries = entries;
      this.readOnly = readOnly;
    }

    static Mapping empty() {
      return new Mapping(new TreeMap<>(), false);
    }

    static Mapping readOnly(TreeMap<String, Value> entries) {
      return new Mapping(entries, true);
    }

    /** The live entries; whoever changes them asks {@link #isReadOnly} first. */
    TreeMap<String, Value> entries() {
      return entries;
    }

    boolean isReadOnly() {
      return readOnly;
    }

    @Nullable Value get(String key) {
      return entries.get(key);
    }

    Mapping with(String key, Value value) {
      entries.put(key, value);
      return this;
    }

    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** Go's untyped nil. */
  record Nil() implements Value {}

  /** Go's name of the kind; integers are int64 whatever made them. */
  default String kind() {
    return switch (this) {
      case Text _ -> "string";
      case Int _ -> "int64";
      case Real _ -> "float64";
      case Bool _ -> "bool";
      case Sequence _ -> "slice";
      case Mapping _ -> "map";
      case Nil _ -> "invalid";
    };
  }

  /** Whether {@code if} takes the branch; the opposite of sprig's {@code empty}. */
  default boolean truth() {
    return switch (this) {
      case Text(String bytes) -> !bytes.isEmpty();
      case Int(long value) -> value != 0;
      case Real(double value) -> value != 0;
      case Bool(boolean value) -> value;
      case Sequence(List<Value> items) -> !items.isEmpty();
      case Mapping mapping -> !mapping.entries().isEmpty();
      case Nil _ -> false;
    };
  }
}
