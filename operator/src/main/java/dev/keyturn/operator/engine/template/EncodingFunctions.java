package dev.keyturn.operator.engine.template;

import java.util.Base64;
import java.util.HexFormat;

/** Base64, base32, hexadecimal, JSON and YAML; every decoder reports what it cannot read. */
final class EncodingFunctions {
  private EncodingFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .add("b64enc", 1, EncodingFunctions::toBase64)
        .add("b64dec", 1, EncodingFunctions::fromBase64)
        .add("b32enc", 1, a -> new Value.Text(Base32.encode(a.text(0))))
        .add("b32dec", 1, a -> new Value.Text(Base32.decode(a.text(0))))
        .add("hexdec", 1, EncodingFunctions::fromHexadecimal)
        .addTwins("toJson", 1, 1, a -> json(a, JsonWriter.Style.COMPACT))
        .addTwins("toRawJson", 1, 1, a -> json(a, JsonWriter.Style.RAW))
        .addTwins("toPrettyJson", 1, 1, a -> json(a, JsonWriter.Style.PRETTY))
        .addTwins("fromJson", 1, 1, a -> Documents.json(a.characters(0), a.budget()))
        .add("toYaml", 1, a -> new Value.Text(YamlWriter.write(a.value(0), a.budget())))
        .add("fromYaml", 1, a -> Documents.yaml(a.characters(0), a.budget()));
  }

  private static Value toBase64(Arguments arguments) {
    byte[] bytes = Utf8.raw(arguments.bytes(0));
    return Value.Text.ofUtf8(Base64.getEncoder().encodeToString(bytes));
  }

  /** Padded standard base64; line breaks inside are skipped, as in Go. */
  private static Value fromBase64(Arguments arguments) {
    String text = arguments.text(0).replace("\n", "").replace("\r", "");
    if (text.length() % 4 != 0) {
      throw Arguments.invalid();
    }
    try {
      return Value.Text.ofBytes(Base64.getDecoder().decode(Utf8.raw(text)));
    } catch (IllegalArgumentException notBase64) {
      throw Arguments.invalid();
    }
  }

  private static Value fromHexadecimal(Arguments arguments) {
    try {
      return Value.Text.ofBytes(HexFormat.of().parseHex(arguments.text(0)));
    } catch (IllegalArgumentException notHexadecimal) {
      throw Arguments.invalid();
    }
  }

  private static Value json(Arguments arguments, JsonWriter.Style style) {
    return new Value.Text(JsonWriter.write(arguments.value(0), style, arguments.budget()));
  }
}
