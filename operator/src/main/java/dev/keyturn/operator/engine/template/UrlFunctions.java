package dev.keyturn.operator.engine.template;

import org.jspecify.annotations.Nullable;

/** Sprig's {@code urlParse} and {@code urlJoin} over the parts of a URL (RFC 3986). */
final class UrlFunctions {
  private UrlFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .add("urlParse", 1, arguments -> parse(Url.parse(arguments.text(0), arguments.builder())))
        .add("urlJoin", 1, UrlFunctions::join);
  }

  private static Value parse(Url url) {
    return Value.Mapping.empty()
        .with("scheme", new Value.Text(url.scheme()))
        .with("host", new Value.Text(url.host()))
        .with("hostname", new Value.Text(url.hostname()))
        .with("path", new Value.Text(url.path()))
        .with("query", new Value.Text(url.query()))
        .with("opaque", new Value.Text(url.opaque()))
        .with("fragment", new Value.Text(url.fragment()))
        .with("userinfo", new Value.Text(url.userinfo()));
  }

  private static Value join(Arguments arguments) {
    Value.Mapping parts = arguments.mapping(0);
    String userinfo = part(parts, "userinfo");
    String escaped =
        userinfo.isEmpty()
            ? ""
            : Url.parse("proto://" + userinfo + "@host", arguments.builder()).userinfo();
    Url url =
        new Url(
            part(parts, "scheme"),
            part(parts, "opaque"),
            escaped,
            part(parts, "host"),
            part(parts, "path"),
            part(parts, "query"),
            part(parts, "fragment"));
    return new Value.Text(url.join(arguments.builder()));
  }

  private static String part(Value.Mapping parts, String name) {
    @Nullable Value part = parts.get(name);
    if (part == null) {
      return "";
    }
    if (part instanceof Value.Text(String bytes)) {
      return bytes;
    }
    throw Arguments.wrongType();
  }
}
