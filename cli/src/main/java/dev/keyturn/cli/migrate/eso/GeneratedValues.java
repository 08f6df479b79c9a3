package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Generators of values that nobody else knows, which ours keep at a backend. */
final class GeneratedValues {
  /** What External Secrets takes where nothing is named. */
  private static final String SYMBOLS = "~!@#$%^&*()_+`-={}|[]\\:\"<>?,./";

  private static final int LENGTH = 24;

  /** Letters and digits alone have 96 bits from here on, which is the least. */
  private static final int SHORTEST = 17;

  private GeneratedValues() {}

  static List<ObjectNode> password(Field spec) {
    ObjectNode password = JsonNodeFactory.instance.objectNode();
    Field length = spec.member("length");
    long characters = length.number(LENGTH);
    password.put("length", Math.clamp(characters, SHORTEST, 256));
    if (characters < SHORTEST || characters > 256) {
      length.check("it is between " + SHORTEST + " and 256 here: a password has 96 bits at least");
    }
    if (!spec.member("symbols").is("0")) {
      password.put("symbols", spec.member("symbolCharacters").text(SYMBOLS));
    } else {
      spec.member("symbolCharacters").skip();
    }
    for (String name : new String[] {"digits", "symbols"}) {
      Field number = spec.member(name);
      if (number.isThere()) {
        number.unneeded("there is at least one of each, and their number is left to chance");
      }
    }
    if (spec.member("noUpper").isTrue()) {
      spec.member("noUpper").refused("a password has letters of both cases");
    }
    if (spec.member("allowRepeat").isThere()) {
      spec.member("allowRepeat").unneeded("characters may come again");
    }
    Field encoding = spec.member("encoding");
    if (encoding.isThere() && !encoding.is("raw")) {
      encoding.refused("a password is not encoded: generate.bytes has encodings");
    }
    Field keys = spec.member("secretKeys");
    List<String> names = keys.isThere() ? keys.texts() : List.of("password");
    return names.stream().map(it -> value(it, "password", password.deepCopy())).toList();
  }

  static List<ObjectNode> uuid() {
    return List.of(value("uuid", "uuid", JsonNodeFactory.instance.objectNode()));
  }

  static List<ObjectNode> sshKey(Field spec) {
    ObjectNode ours = JsonNodeFactory.instance.objectNode();
    Field type = spec.member("keyType");
    Field size = spec.member("keySize");
    if (type.text("rsa").equals("rsa")) {
      ours.put("type", "rsa");
      long bits = size.number(2048);
      ours.put("bits", Math.clamp(bits, 3072, 4096));
      if (size.isThere() && (bits < 3072 || bits > 4096)) {
        size.check("a key has 3072 to 4096 bits");
      }
    } else if (size.isThere()) {
      size.unneeded("a key of ed25519 has one size");
    }
    if (spec.member("comment").isThere()) {
      spec.member("comment").check("a key has no comment");
    }
    return List.of(value("privateKey", "sshKey", ours));
  }

  private static ObjectNode value(String key, String kind, ObjectNode options) {
    ObjectNode value = JsonNodeFactory.instance.objectNode().put("secretKey", key);
    value.putObject("generator").set(kind, options);
    return value;
  }
}
