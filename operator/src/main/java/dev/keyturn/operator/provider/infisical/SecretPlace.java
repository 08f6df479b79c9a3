package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a secret stands. Names have no slashes: what stands before the last one of a key is a
 * folder.
 *
 * @param folder absolute, without a slash at its end; {@code /} for the root
 */
record SecretPlace(String folder, String name) {
  /** The alphabet of the server's own check of folder names. */
  private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*");

  /** What stands in place of a name in the routes of writes. */
  private static final Set<String> ROUTES = Set.of("batch", "move", "duplicate");

  /**
   * The place of a key below the folder of the store.
   *
   * @throws WireProblem InvalidData/NAME_ILLEGAL for what the server's alphabet refuses
   */
  static SecretPlace of(String base, String key) {
    int slash = key.lastIndexOf('/');
    String name = key.substring(slash + 1);
    if (slash == 0 || !isName(name)) {
      throw illegal();
    }
    return new SecretPlace(folder(base, slash < 0 ? "" : key.substring(0, slash)), name);
  }

  /** The absolute path of a folder below the folder of the store; empty for that folder itself. */
  static String folder(String base, String below) {
    if (below.isEmpty()) {
      return base;
    }
    if (!FOLDER.matcher(below).matches()) {
      throw illegal();
    }
    return base.equals("/") ? "/" + below : base + "/" + below;
  }

  /** The folder of a key as its text has it; empty for none. */
  static String folderOf(String key) {
    int slash = key.lastIndexOf('/');
    return slash < 0 ? "" : key.substring(0, slash);
  }

  /** The server trims names, and keeps colons and slashes out of them. */
  static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf(':') < 0
        && name.indexOf('/') < 0
        && name.chars().noneMatch(Character::isISOControl)
        && !isSpace(name.charAt(0))
        && !isSpace(name.charAt(name.length() - 1))
        && StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }

  /** Whether a folder of the server is one that a key can name. */
  static boolean isFolder(String name) {
    return FOLDER.matcher(name).matches();
  }

  /**
   * The name, to be written.
   *
   * @throws WireProblem InvalidData/NAME_ILLEGAL where a route of the server has that name
   */
  String writableName() {
    if (ROUTES.contains(name)) {
      throw illegal();
    }
    return name;
  }

  /** What the server's language trims (ECMAScript, String.prototype.trim). */
  static boolean isSpace(char character) {
    return Character.isSpaceChar(character)
        || (character >= '\t' && character <= '\r')
        || character == '\uFEFF';
  }

  private static WireProblem illegal() {
    return new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
  }
}
