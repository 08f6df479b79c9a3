package dev.keyturn.operator.kube.target;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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

  /** Of the names that clients give themselves, which may be any text, those that we repeat. */
  private static final Pattern ORDINARY = Pattern.compile("[A-Za-z0-9._/@:-]{1,128}");

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

  /** Who owns values of a Secret; the first by name where there are several. */
  static Optional<String> ofValues(ObjectMeta secret) {
    return Optional.ofNullable(secret.getManagedFields()).orElseGet(List::of).stream()
        .filter(FieldManagers::ownsValues)
        .map(ManagedFieldsEntry::getManager)
        .filter(manager -> manager != null && ORDINARY.matcher(manager).matches())
        .sorted()
        .findFirst();
  }

  private static boolean ownsValues(ManagedFieldsEntry entry) {
    FieldsV1 fields = entry.getFieldsV1();
    return fields != null && fields.getAdditionalProperties().containsKey("f:data");
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
