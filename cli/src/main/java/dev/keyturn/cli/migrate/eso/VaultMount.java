package dev.keyturn.cli.migrate.eso;

/**
 * A key-value engine, and how External Secrets finds a key below it.
 *
 * @param version {@code v1} or {@code v2}
 * @param named whether the store names it; else the keys begin with it
 */
record VaultMount(String path, String version, boolean named) {

  /**
   * A key as ours are: below the mount. External Secrets takes keys with the mount before them, and
   * {@code data} behind it, as well.
   */
  String key(String written) {
    String key = written.replaceAll("^/+", "");
    if (!key.startsWith(path + "/")) {
      return key;
    }
    String below = key.substring(path.length() + 1);
    return version.equals("v2") && below.startsWith("data/") ? below.substring(5) : below;
  }

  /** What stands before the first slash of a key. */
  static String first(String key) {
    String trimmed = key.replaceAll("^/+", "");
    int slash = trimmed.indexOf('/');
    return slash < 0 ? trimmed : trimmed.substring(0, slash);
  }
}
