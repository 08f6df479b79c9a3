package dev.keyturn.operator.engine.restart;

import dev.keyturn.crds.v1alpha1.Api;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The annotation of a workload that says for which content of a Secret it was restarted. */
public final class RestartAnnotation {
  /** Kubernetes' limit for the part of an annotation's key behind the slash. */
  private static final int LONGEST = 63;

  private static final int HEX_DIGITS = 10;
  private static final int KEPT = LONGEST - HEX_DIGITS - 1;

  private RestartAnnotation() {}

  /** The key for a Secret; a name that is too long is cut and made unique by a digest. */
  public static String key(String secret) {
    String name =
        secret.length() <= LONGEST ? secret : secret.substring(0, KEPT) + "-" + digest(secret);
    return Api.ANNOTATION_SECRET_PREFIX + name;
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
