package dev.keyturn.cli.init;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.regex.Pattern;

/** A text as a scalar of YAML. */
public final class Scalar {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/.][A-Za-z0-9_/.-]*");
  private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9_/.:-]*[A-Za-z0-9_/]");

  /** What YAML 1.1 takes for a boolean, null or a number without a digit. */
  private static final Pattern WORD =
      Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|\\.nan|\\.inf|[.~]");

  private Scalar() {}

  /** As it stands where every parser takes it for a text; else in double quotes. */
  public static String of(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !WORD.matcher(text).matches();
    return plain || ADDRESS.matcher(text).matches()
        ? text
        : JsonNodeFactory.instance.textNode(text).toString();
  }
}
