package dev.keyturn.operator.engine.template;

import java.util.List;
import java.util.Random;

/** Writes random templates: mostly well-formed, some with a piece cut out or doubled. */
final class RandomTemplates {
  private static final List<String> OPERANDS =
      List.of(
          ".secret",
          ".bin",
          ".json",
          ".nope",
          ".",
          "$",
          "$x",
          "$x.a",
          "nil",
          "true",
          "0",
          "-1",
          "3",
          "100000",
          "9223372036854775807",
          "1.5",
          "1e308",
          "\"\"",
          "\"a,b\"",
          "\"%5d%v%s\"",
          "\"\\xff\"",
          "\"é😀\"",
          "'c'",
          "(list 1 .secret nil)",
          "(dict \"a\" .secret)",
          "(list)",
          "(fromJson .json)",
          "\"(a+)*b{2,3}\"",
          "\"[[[[\"",
          "\"2006-01-02\"",
          "`a: [b`");

  private final Random random;
  private final List<String> functions;

  RandomTemplates(Random random, List<String> functions) {
    this.random = random;
    this.functions = functions;
  }

  String next() {
    StringBuilder text = new StringBuilder("{{ $x := " + operand(2) + " }}");
    int statements = 1 + random.nextInt(4);
    for (int i = 0; i < statements; i++) {
      text.append(statement(2));
    }
    return random.nextInt(5) == 0 ? damaged(text) : text.toString();
  }

  private String statement(int depth) {
    String pipeline = pipeline(depth);
    if (depth == 0) {
      return "{{ " + pipeline + " }}";
    }
    String body = statement(depth - 1);
    return switch (random.nextInt(8)) {
      case 0 -> "{{ if " + pipeline + " }}" + body + "{{ else }}x{{ end }}";
      case 1 -> "{{ with " + pipeline + " }}" + body + "{{ end }}";
      case 2 -> "{{ range $i := " + pipeline + " }}" + body + "{{ end }}";
      case 3 -> "{{ range " + pipeline + " }}" + body + "{{ break }}{{ end }}";
      case 4 -> "{{ $x = " + pipeline + " }}" + body;
      case 5 -> "text {{- " + pipeline + " -}} text" + body;
      default -> "{{ " + pipeline + " }}";
    };
  }

  private String pipeline(int depth) {
    StringBuilder pipeline = new StringBuilder(call(depth));
    while (random.nextInt(3) == 0) {
      pipeline.append(" | ").append(call(depth));
    }
    return pipeline.toString();
  }

  private String call(int depth) {
    StringBuilder call = new StringBuilder(functions.get(random.nextInt(functions.size())));
    int arguments = random.nextInt(4);
    for (int i = 0; i < arguments; i++) {
      call.append(' ').append(operand(depth));
    }
    return call.toString();
  }

  private String operand(int depth) {
    if (depth > 0 && random.nextInt(4) == 0) {
      return "(" + pipeline(depth - 1) + ")";
    }
    return OPERANDS.get(random.nextInt(OPERANDS.size()));
  }

  private String damaged(StringBuilder text) {
    int start = random.nextInt(text.length());
    int end = Math.min(text.length(), start + 1 + random.nextInt(6));
    return random.nextBoolean()
        ? text.delete(start, end).toString()
        : text.insert(start, text.substring(start, end)).toString();
  }
}
