package dev.keyturn.operator.engine.generate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Spells keys as OpenSSH does: the private key in {@code openssh-key-v1} without a passphrase
 * (OpenSSH's PROTOCOL.key), the public key as one line.
 */
final class OpenSsh {
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int BLOCK = 8;
  private static final int LINE = 70;

  private final Wiped out = new Wiped();

  private OpenSsh() {}

  static Candidate ed25519(byte[] seed, byte[] point, int check) {
    byte[] open = new OpenSsh().text("ssh-ed25519").bytes(point).take();
    byte[] both = ByteBuffer.allocate(seed.length + point.length).put(seed).put(point).array();
    byte[] secret = new OpenSsh().text("ssh-ed25519").bytes(point).bytes(both).take();
    wipe(seed, both);
    return candidate("ssh-ed25519", open, secret, check);
  }

  static Candidate rsa(RSAPrivateCrtKey key, int check) {
    byte[] open =
        new OpenSsh()
            .text("ssh-rsa")
            .number(key.getPublicExponent())
            .number(key.getModulus())
            .take();
    byte[] secret =
        new OpenSsh()
            .text("ssh-rsa")
            .number(key.getModulus())
            .number(key.getPublicExponent())
            .number(key.getPrivateExponent())
            .number(key.getCrtCoefficient())
            .number(key.getPrimeP())
            .number(key.getPrimeQ())
            .take();
    return candidate("ssh-rsa", open, secret, check);
  }

  private static Candidate candidate(String type, byte[] open, byte[] secret, int check) {
    OpenSsh section = new OpenSsh().plain(check).plain(check).raw(secret).text("");
    for (int padding = 1; section.out.size() % BLOCK != 0; padding++) {
      section.out.write(padding);
    }
    byte[] padded = section.take();
    byte[] whole =
        new OpenSsh()
            .raw(MAGIC)
            .text("none")
            .text("none")
            .text("")
            .plain(1)
            .bytes(open)
            .bytes(padded)
            .take();
    byte[] body = Base64.getMimeEncoder(LINE / 4 * 4, new byte[] {'\n'}).encode(whole);
    wipe(secret, padded, whole);
    String line = type + " " + Base64.getEncoder().encodeToString(open) + "\n";
    return new Candidate(
        Armor.around("OPENSSH PRIVATE KEY", body),
        Optional.of(line.getBytes(StandardCharsets.US_ASCII)));
  }

  private OpenSsh text(String value) {
    return bytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private OpenSsh number(BigInteger value) {
    byte[] signed = value.toByteArray();
    bytes(signed);
    wipe(signed);
    return this;
  }

  private OpenSsh bytes(byte[] value) {
    return plain(value.length).raw(value);
  }

  private OpenSsh plain(int value) {
    return raw(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  private OpenSsh raw(byte[] value) {
    out.writeBytes(value);
    return this;
  }

  private byte[] take() {
    byte[] taken = out.toByteArray();
    out.wipe();
    return taken;
  }

  private static void wipe(byte[]... arrays) {
    for (byte[] array : arrays) {
      Arrays.fill(array, (byte) 0);
    }
  }

  /** A buffer that is large enough for every key and therefore never copied. */
  private static final class Wiped extends ByteArrayOutputStream {
    Wiped() {
      super(8192);
    }

    void wipe() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
