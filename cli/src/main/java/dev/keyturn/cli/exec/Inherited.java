package dev.keyturn.cli.exec;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the child gets of our own environment. */
final class Inherited {
  private static final Set<String> NEEDED =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "TZ", "TMPDIR", "LANG");

  private Inherited() {}

  /**
   * @param pristine true for what a program needs to run at all, and nothing else
   */
  static Map<String, String> of(Map<String, String> environment, boolean pristine) {
    Map<String, String> kept = new TreeMap<>(environment);
    if (pristine) {
      kept.keySet().removeIf(name -> !NEEDED.contains(name) && !name.startsWith("LC_"));
    }
    return kept;
  }
}
