package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.util.List;
import java.util.TreeMap;

/** The arguments of one call, read by the kind that the function wants. */
record Arguments(List<Value> values, Budget budget) {

  int size() {
    return values.size();
  }

  Value value(int index) {
    return values.get(index);
  }

  Value last() {
    return values.getLast();
  }

  List<Value> from(int index) {
    return values.subList(index, values.size());
  }

  /** The bytes of a string, UTF-8 or not. */
  String bytes(int index) {
    return switch (value(index)) {
      case Value.Text(String bytes) -> bytes;
      case Value.Int _,
          Value.Real _,
          Value.Bool _,
          Value.Sequence _,
          Value.Mapping _,
          Value.Nil _ ->
          throw wrongType();
    };
  }

  /** The bytes of a string that is valid UTF-8. */
  String text(int index) {
    String bytes = bytes(index);
    if (!Utf8.isAscii(bytes)) {
      Utf8.decode(bytes);
    }
    return bytes;
  }

  /** The characters of a string. */
  String characters(int index) {
    return Utf8.decode(bytes(index));
  }

  long integer(int index) {
    if (value(index) instanceof Value.Int(long integer)) {
      return integer;
    }
    throw wrongType();
  }

  /** An integer within Java's int, cut to its ends: a size or an index. */
  int small(int index) {
    return (int) Math.clamp(integer(index), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  boolean bool(int index) {
    if (value(index) instanceof Value.Bool(boolean bool)) {
      return bool;
    }
    throw wrongType();
  }

  List<Value> items(int index) {
    if (value(index) instanceof Value.Sequence(List<Value> items)) {
      return items;
    }
    throw wrongType();
  }

  Value.Mapping mapping(int index) {
    if (value(index) instanceof Value.Mapping mapping) {
      return mapping;
    }
    throw wrongType();
  }

  TreeMap<String, Value> entries(int index) {
    return mapping(index).entries();
  }

  /** A map that may be changed. */
  Value.Mapping writable(int index) {
    Value.Mapping mapping = mapping(index);
    if (mapping.isReadOnly()) {
      throw TemplateFault.of(Reason.READ_ONLY);
    }
    return mapping;
  }

  /** Sprig's conversion of any value to a string, which must be UTF-8. */
  String display(int index) {
    return display(value(index));
  }

  String display(Value value) {
    String shown = Display.of(value, budget);
    Utf8.decode(shown);
    return shown;
  }

  /** A text under construction that this call's budget pays for. */
  BoundedText builder() {
    return new BoundedText(budget);
  }

  static Value.Text result(BoundedText text) {
    return new Value.Text(text.finish());
  }

  static TemplateFault wrongType() {
    return TemplateFault.of(Reason.WRONG_TYPE);
  }

  static TemplateFault invalid() {
    return TemplateFault.of(Reason.INVALID_ARGUMENT);
  }
}
