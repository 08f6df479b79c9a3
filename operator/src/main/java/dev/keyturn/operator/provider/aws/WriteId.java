package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names a write so that the same one, asked twice, makes one version. Version ids are shown to
 * everybody who may describe a secret: a plain hash of a weak value would give it away, so the hash
 * is keyed with what the request is signed with.
 */
final class WriteId {
  private static final String ALGORITHM = "HmacSHA256";

  private WriteId() {}

  /**
   * An id of 64 characters, as ClientRequestToken takes it.
   *
   * @param expected the version that is replaced; empty for the first write
   */
  static String of(SecretBytes token, String name, String expected, SecretBytes payload) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(token.with(bytes -> new SecretKeySpec(bytes, ALGORITHM)));
      mac.update((name + "\n" + expected + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(payload.with(mac::doFinal));
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(ALGORITHM, everyPlatformHasIt);
    }
  }
}
