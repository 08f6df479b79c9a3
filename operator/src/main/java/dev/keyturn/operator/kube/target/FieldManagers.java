package dev.keyturn.operator.kube.target;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names under which syncs own fields of Secrets: one per sync, so that no sync erases another's
 * keys.
 */
public final class FieldManagers {
  /** The operator's own objects. */
  public static final String OPERATOR = "keyturn";

  private static final String PREFIX = "keyturn/";

  /** The API server refuses longer ones with 422. */
  private static final int LONGEST = 128;

  private static final int KEPT = 100;
  private static final int HASH_BYTES = 6;

  private FieldManagers() {}

  /** By name and not by UID: a sync that is made again still owns its fields. */
  public static String ofSync(String syncName) {
    String full = PREFIX + syncName;
    return full.length() <= LONGEST ? full : full.substring(0, KEPT) + "-" + hash(full);
  }

  static boolean isSync(String fieldManager) {
    return fieldManager.startsWith(PREFIX);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
