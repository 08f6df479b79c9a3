package dev.keyturn.operator.engine.template;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes all values as one file, in the order of their keys. */
public final class ValueFile {
  private static final String HEXADECIMAL = "0123456789ABCDEF";

  /** What the file is. */
  public enum Format {
    /** One compact object, written as Go does. */
    JSON,
    /** One line for each key; both sides are JSON strings, which YAML 1.2 reads alike. */
    YAML,
    /** Lines that shells and dotenv libraries read; nothing in a value is expanded. */
    DOTENV,
    /** The format of {@code java.util.Properties}: ISO-8859-1 with escapes. */
    PROPERTIES
  }

  private final SortedMap<String, byte[]> values;
  private final Budget budget;
  private final BoundedText text;
  private @Nullable String current;

  private ValueFile(SortedMap<String, byte[]> values, Budget budget) {
    this.values = values;
    this.budget = budget;
    this.text = new BoundedText(budget);
  }

  /**
   * The file, or the key that it cannot hold.
   *
   * @param name of the file, for the failure
   */
  public static RenderOutcome write(
      String name, Format format, SortedMap<String, byte[]> values, Budget budget) {
    ValueFile file = new ValueFile(values, budget);
    try {
      String bytes =
          switch (format) {
            case JSON -> file.json();
            case YAML -> file.lines(file::yaml);
            case DOTENV -> file.lines(file::dotenv);
            case PROPERTIES -> file.lines(file::properties);
          };
      budget.output(bytes.length());
      return new RenderOutcome.Rendered(Utf8.raw(bytes));
    } catch (TemplateFault fault) {
      TemplateFailure failure = fault.failure(name);
      budget.surface();
      return new RenderOutcome.Failed(
          new TemplateFailure(
              name,
              1,
              1,
              failure.reason(),
              Optional.of("files"),
              Optional.ofNullable(file.current)));
    }
  }

  /** One line of the file. */
  private interface Line {
    void write(String key, String value);
  }

  private String json() {
    TreeMap<String, Value> members = new TreeMap<>();
    values.forEach((key, value) -> {
      current = key;
      members.put(Utf8.encode(key), new Value.Text(Utf8.encode(characters(value))));
    });
    current = null;
    return JsonWriter.write(Value.Mapping.readOnly(members), JsonWriter.Style.COMPACT, budget);
  }

  private String lines(Line line) {
    for (Map.Entry<String, byte[]> entry : values.entrySet()) {
      current = entry.getKey();
      budget.step();
      line.write(entry.getKey(), characters(entry.getValue()));
      text.append('\n');
    }
    current = null;
    return Utf8.encode(text.finish());
  }

  private static String characters(byte[] value) {
    return Utf8.decode(Value.Text.ofBytes(value).bytes());
  }

  private void yaml(String key, String value) {
    text.append(quoted(key)).append(": ").append(quoted(value));
  }

  private String quoted(String characters) {
    return Utf8.decode(
        JsonWriter.write(Value.Text.ofUtf8(characters), JsonWriter.Style.RAW, budget));
  }

  private void dotenv(String key, String value) {
    if (!isVariable(key)) {
      throw Arguments.invalid();
    }
    text.append(key).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      char unit = value.charAt(i);
      switch (unit) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '"', '\\', '$', '`' -> text.append('\\').append(unit);
        default -> text.append(unit);
      }
    }
    text.append('"');
  }

  private static boolean isVariable(String key) {
    return !Character.isDigit(key.charAt(0))
        && key.chars()
            .allMatch(unit ->
                unit == '_'
                    || (unit >= 'a' && unit <= 'z')
                    || (unit >= 'A' && unit <= 'Z')
                    || (unit >= '0' && unit <= '9'));
  }

  private void properties(String key, String value) {
    property(key, true);
    text.append('=');
    property(value, false);
  }

  private void property(String characters, boolean isKey) {
    for (int i = 0; i < characters.length(); i++) {
      char unit = characters.charAt(i);
      switch (unit) {
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\f' -> text.append("\\f");
        case '\\', '=', ':', '#', '!' -> text.append('\\').append(unit);
        case ' ' -> text.append(isKey || i == 0 ? "\\ " : " ");
        default -> plain(unit);
      }
    }
  }

  private void plain(char unit) {
    if (unit > ' ' && unit < 0x7f) {
      text.append(unit);
      return;
    }
    text.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      text.append(HEXADECIMAL.charAt((unit >> shift) & 0xf));
    }
  }
}
