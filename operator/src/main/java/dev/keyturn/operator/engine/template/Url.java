package dev.keyturn.operator.engine.template;

import java.util.regex.Pattern;

/**
 * A URL in parts, as Go's net/url reads and writes it.
 *
 * @param userinfo percent-encoded; path and fragment are decoded, the query stays as it is
 */
record Url(
    String scheme,
    String opaque,
    String userinfo,
    String host,
    String path,
    String query,
    String fragment) {
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*+");
  private static final Pattern HOST =
      Pattern.compile("(?:\\[[0-9a-fA-F:.%]++\\]|[^\\[\\]:/?#@\\s\"<>^`{|}\\\\]*+)(?::[0-9]*+)?");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9-._:~!$&'()*+,;=%@]*+");

  @Override
  public String toString() {
    return "[redacted]";
  }

  static Url parse(String text, BoundedText escaped) {
    if (CONTROL.matcher(text).find()) {
      throw Arguments.invalid();
    }
    int hash = text.indexOf('#');
    String fragment = hash < 0 ? "" : decode(text.substring(hash + 1));
    String rest = hash < 0 ? text : text.substring(0, hash);
    String scheme = scheme(rest);
    rest = scheme.isEmpty() ? rest : rest.substring(scheme.length() + 1);
    int mark = rest.indexOf('?');
    String query = mark < 0 ? "" : rest.substring(mark + 1);
    rest = mark < 0 ? rest : rest.substring(0, mark);
    if (!scheme.isEmpty() && !rest.startsWith("/")) {
      return new Url(lower(scheme), rest, "", "", "", query, fragment);
    }
    boolean hasAuthority = rest.startsWith("//") && !rest.startsWith("///");
    String authority = "";
    if (hasAuthority) {
      int slash = rest.indexOf('/', 2);
      authority = rest.substring(2, slash < 0 ? rest.length() : slash);
      rest = slash < 0 ? "" : rest.substring(slash);
    }
    int at = authority.lastIndexOf('@');
    String host = authority.substring(at + 1);
    String user = at < 0 ? "" : authority.substring(0, at);
    int segment = rest.indexOf('/');
    boolean colonFirst = (segment < 0 ? rest : rest.substring(0, segment)).contains(":");
    if (!HOST.matcher(host).matches()
        || !USER.matcher(user).matches()
        || scheme.isEmpty() && !hasAuthority && colonFirst) {
      throw Arguments.invalid();
    }
    String userinfo = user.isEmpty() ? "" : encodeUser(user, escaped);
    return new Url(lower(scheme), "", userinfo, decode(host), decode(rest), query, fragment);
  }

  private static String scheme(String text) {
    int colon = text.indexOf(':');
    if (colon == 0) {
      throw Arguments.invalid();
    }
    boolean present = colon > 0 && SCHEME.matcher(text.substring(0, colon)).matches();
    return present ? text.substring(0, colon) : "";
  }

  private static String lower(String scheme) {
    return scheme.toLowerCase(java.util.Locale.ROOT);
  }

  private static String encodeUser(String user, BoundedText text) {
    int colon = user.indexOf(':');
    String name = decode(colon < 0 ? user : user.substring(0, colon));
    Quoting.percent(name, "$&+,;=", text);
    if (colon >= 0) {
      text.append(':');
      Quoting.percent(decode(user.substring(colon + 1)), "$&+,;=", text);
    }
    return text.finish();
  }

  private static String decode(String text) {
    StringBuilder bytes = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '%') {
        bytes.append(text.charAt(i));
        continue;
      }
      boolean complete = i + 3 <= text.length();
      int high = complete ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = complete ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw Arguments.invalid();
      }
      bytes.append((char) (high << 4 | low));
      i += 2;
    }
    return bytes.toString();
  }

  /** The host without brackets and port. */
  String hostname() {
    if (host.startsWith("[") && host.contains("]")) {
      return host.substring(1, host.indexOf(']'));
    }
    int colon = host.lastIndexOf(':');
    return colon < 0 ? host : host.substring(0, colon);
  }

  /** The whole URL, percent-encoded where its parts need it. */
  String join(BoundedText text) {
    if (!scheme.isEmpty()) {
      text.append(scheme).append(':');
    }
    if (!opaque.isEmpty()) {
      text.append(opaque);
    } else {
      boolean authority = !host.isEmpty() || !userinfo.isEmpty();
      if (!scheme.isEmpty() || authority) {
        text.append(authority || !path.isEmpty() && path.startsWith("//") ? "//" : "");
        text.append(userinfo).append(userinfo.isEmpty() ? "" : "@");
        Quoting.percent(host, "!$&'()*+,;=:[]<>\"", text);
      }
      text.append(!path.isEmpty() && !path.startsWith("/") && !host.isEmpty() ? "/" : "");
      Quoting.percent(path, "$&+,/:;=@", text);
    }
    if (!query.isEmpty()) {
      text.append('?').append(query);
    }
    if (!fragment.isEmpty()) {
      text.append('#');
      Quoting.percent(fragment, "!$&'()*+,/:;=?@", text);
    }
    return text.finish();
  }
}
