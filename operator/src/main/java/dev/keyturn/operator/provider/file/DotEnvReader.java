package dev.keyturn.operator.provider.file;

/**
 * Reads {@code .env} files: {@code NAME=value} lines, {@code export} before a name, comments at the
 * start of a line or after white space. Single quotes keep what is in them, double quotes know
 * {@code \n \r \t \" \\ \$}, both may span lines. Nothing is interpolated.
 */
final class DotEnvReader {
  private final String text;
  private int at;

  private DotEnvReader(String text) {
    this.text = text;
  }

  static Node.Members read(String text) throws Malformed {
    return new DotEnvReader(text.replace("\r\n", "\n")).members();
  }

  private Node.Members members() throws Malformed {
    Node.Collector members = new Node.Collector();
    while (at < text.length()) {
      skipBlanks();
      if (at < text.length() && text.charAt(at) != '#' && text.charAt(at) != '\n') {
        String name = name();
        members.add(name, new Node.Text(value()));
      }
      skipComment();
    }
    return members.members();
  }

  private String name() throws Malformed {
    if (text.startsWith("export", at) && isBlank(at + "export".length())) {
      at += "export".length();
      skipBlanks();
    }
    int start = at;
    while (at < text.length() && isNameCharacter(text.charAt(at))) {
      at++;
    }
    String name = text.substring(start, at);
    skipBlanks();
    if (name.isEmpty()
        || Character.isDigit(name.charAt(0))
        || at >= text.length()
        || text.charAt(at) != '=') {
      throw new Malformed();
    }
    at++;
    skipBlanks();
    return name;
  }

  private static boolean isNameCharacter(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '-'
        || c == '.';
  }

  private String value() throws Malformed {
    if (at >= text.length()) {
      return "";
    }
    return switch (text.charAt(at)) {
      case '\'' -> singleQuoted();
      case '"' -> doubleQuoted();
      default -> plain();
    };
  }

  private String plain() {
    int start = at;
    while (at < text.length() && text.charAt(at) != '\n' && !startsComment()) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private boolean startsComment() {
    return text.charAt(at) == '#' && isBlank(at - 1);
  }

  private String singleQuoted() throws Malformed {
    int end = text.indexOf('\'', at + 1);
    if (end < 0) {
      throw new Malformed();
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    requireEndOfLine();
    return value;
  }

  private String doubleQuoted() throws Malformed {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        value.append(unescaped(text.charAt(at++)));
      } else {
        value.append(c);
      }
    }
    if (at >= text.length()) {
      throw new Malformed();
    }
    at++;
    requireEndOfLine();
    return value.toString();
  }

  /** A backslash before anything else stands for itself. */
  private static String unescaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '"', '\\', '$' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }

  private void requireEndOfLine() throws Malformed {
    int quote = at;
    skipBlanks();
    boolean comment = at > quote && at < text.length() && text.charAt(at) == '#';
    if (at < text.length() && text.charAt(at) != '\n' && !comment) {
      throw new Malformed();
    }
  }

  private void skipComment() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
  }

  private void skipBlanks() {
    while (isBlank(at)) {
      at++;
    }
  }

  private boolean isBlank(int index) {
    return index < text.length() && (text.charAt(index) == ' ' || text.charAt(index) == '\t');
  }
}
