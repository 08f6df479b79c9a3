package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionMark;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
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

  /**
   * Of the payload, of the tags, which a reference may read as well, and of the end, which may move
   * while the value stays.
   */
  String of(RemoteValue value) {
    Mac mac = mac();
    update(mac, value.expires().map(Instant::toString).orElse(""));
    update(mac, value.tags());
    return Base64.getEncoder().encodeToString(value.payload().with(mac::doFinal));
  }

  /** Of a version and its tags. */
  String of(VersionMark mark) {
    Mac mac = mac();
    update(mac, mark.stamp().id());
    update(mac, mark.stamp().created().map(Instant::toString).orElse(""));
    update(mac, mark.tags());
    return Base64.getEncoder().encodeToString(mac.doFinal());
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static void update(Mac mac, Map<String, String> tags) {
    new TreeMap<>(tags)
        .forEach((name, text) -> {
          update(mac, name);
          update(mac, text);
        });
  }

  private static void update(Mac mac, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    mac.update(bytes);
  }
}
