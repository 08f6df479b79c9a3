package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.RemoteValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes of payloads; the key is made at start and never leaves the process. */
final class Fingerprints {
  private final SecretKey key;

  Fingerprints(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, "HmacSHA256");
  }

  /** Of the payload and of the tags, which a reference may read as well. */
  String of(RemoteValue value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      new TreeMap<>(value.tags())
          .forEach((name, text) -> {
            update(mac, name);
            update(mac, text);
          });
      return Base64.getEncoder().encodeToString(value.payload().with(mac::doFinal));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static void update(Mac mac, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    mac.update(bytes);
  }
}
