package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions that text/template itself has, but comparisons. */
final class BuiltinFunctions {
  private BuiltinFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .add("and", 1, Function.ANY, Arguments::last)
        .add("or", 1, Function.ANY, Arguments::last)
        .add("not", 1, arguments -> new Value.Bool(!arguments.value(0).truth()))
        .add("len", 1, BuiltinFunctions::length)
        .add("index", 1, Function.ANY, BuiltinFunctions::index)
        .add("print", 0, Function.ANY, arguments -> new Value.Text(sprint(arguments)))
        .add("println", 0, Function.ANY, BuiltinFunctions::println)
        .add("printf", 1, Function.ANY, BuiltinFunctions::printf)
        .add("html", 0, Function.ANY, BuiltinFunctions::html)
        .add("js", 0, Function.ANY, BuiltinFunctions::js)
        .add("urlquery", 0, Function.ANY, BuiltinFunctions::urlquery);
  }

  private static Value length(Arguments arguments) {
    return new Value.Int(
        switch (arguments.value(0)) {
          case Value.Text(String bytes) -> bytes.length();
          case Value.Sequence(List<Value> items) -> items.size();
          case Value.Mapping mapping -> mapping.entries().size();
          case Value.Int _, Value.Real _, Value.Bool _, Value.Nil _ -> throw Arguments.wrongType();
        });
  }

  private static Value index(Arguments arguments) {
    Value value = arguments.value(0);
    if (value instanceof Value.Nil) {
      throw Arguments.wrongType();
    }
    for (int i = 1; i < arguments.size(); i++) {
      value = indexed(value, arguments, i);
    }
    return value;
  }

  private static Value indexed(Value value, Arguments arguments, int argument) {
    return switch (value) {
      case Value.Text(String bytes) ->
          new Value.Int(bytes.charAt(offset(arguments, argument, bytes.length())));
      case Value.Sequence(List<Value> items) ->
          items.get(offset(arguments, argument, items.size()));
      case Value.Mapping mapping -> {
        @Nullable Value member = mapping.get(arguments.bytes(argument));
        if (member == null) {
          throw TemplateFault.missingKey(argument);
        }
        yield member;
      }
      case Value.Int _, Value.Real _, Value.Bool _, Value.Nil _ -> throw Arguments.wrongType();
    };
  }

  private static int offset(Arguments arguments, int argument, int length) {
    long offset = arguments.integer(argument);
    if (offset < 0 || offset >= length) {
      throw TemplateFault.of(Reason.INVALID_ARGUMENT);
    }
    return (int) offset;
  }

  private static String sprint(Arguments arguments) {
    return Display.sprint(arguments.values(), arguments.budget());
  }

  private static Value println(Arguments arguments) {
    return new Value.Text(Display.sprintln(arguments.values(), arguments.budget()));
  }

  private static Value printf(Arguments arguments) {
    return new Value.Text(Printf.format(arguments.bytes(0), arguments.from(1), arguments.budget()));
  }

  private static String valid(Arguments arguments) {
    String bytes = sprint(arguments);
    Utf8.decode(bytes);
    return bytes;
  }

  private static Value html(Arguments arguments) {
    return new Value.Text(Quoting.html(valid(arguments), arguments.builder()));
  }

  private static Value js(Arguments arguments) {
    String characters = Utf8.decode(sprint(arguments));
    return new Value.Text(Quoting.javaScript(characters, arguments.builder()));
  }

  private static Value urlquery(Arguments arguments) {
    return new Value.Text(Quoting.query(valid(arguments), arguments.builder()));
  }
}
