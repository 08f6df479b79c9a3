package dev.keyturn.cli.init;

import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is read: {@code KEY} or {@code KEY#PROPERTY}.
 *
 * @param property null for all of the key
 */
record RemoteKey(String key, @Nullable String property) {
  private static final Pattern ALLOWED = Pattern.compile("[^\\s\\p{Cntrl}#]{1,1024}");

  static RemoteKey parse(String text) {
    int mark = text.indexOf('#');
    String key = mark < 0 ? text : text.substring(0, mark);
    String property = mark < 0 ? null : text.substring(mark + 1);
    if (!ALLOWED.matcher(key).matches()
        || (property != null && !ALLOWED.matcher(property).matches())) {
      throw new CommandFailure(
          ExitStatus.USAGE, "--keys takes KEY or KEY#PROPERTY, separated by commas", null);
    }
    return new RemoteKey(key, property);
  }

  /** The key of the Secret: the last name of what is read. */
  String shortName() {
    return name(property == null ? key.substring(key.lastIndexOf('/') + 1) : property);
  }

  /** One that says where it comes from, for two that share the short one. */
  String longName() {
    return name(property == null ? key : key + "." + property);
  }

  private static String name(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]", "-");
  }
}
