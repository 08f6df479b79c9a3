package dev.keyturn.operator.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Arrays of secrets: how they are collected, and who owns them. */
class SecretBufferTest {
  private static byte[] bytes(SecretBytes secret) {
    return secret.with(byte[]::clone);
  }

  @Test
  void whateverTheSizesAllOfItIsThere() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      byte[] all = new byte[random.nextInt(300_000)];
      random.nextBytes(all);
      SecretBuffer buffer = new SecretBuffer();
      int known = random.nextInt(4);
      int at = 0;
      while (at < all.length) {
        if (known == 0 && at > 70_000) {
          // The size is known late, and may be wrong.
          buffer.reserve(all.length - random.nextInt(2));
          known = 1;
        }
        int count = Math.min(all.length - at, 1 + random.nextInt(90_000));
        switch (random.nextInt(3)) {
          case 0 -> buffer.append(ByteBuffer.wrap(all, at, count));
          case 1 -> buffer.append(all, at, count);
          default -> {
            count = 1;
            buffer.append(all[at]);
          }
        }
        at += count;
        assertThat(buffer.length()).isEqualTo(at);
      }
      assertThat(bytes(buffer.take())).isEqualTo(all);
      assertThat(buffer.length()).isZero();
      assertThat(buffer.take().size()).isZero();
    }
  }

  @Test
  void anArrayOfTheRightSizeIsHandedOverAsItIs() {
    SecretBuffer buffer = new SecretBuffer();
    buffer.reserve(3);
    buffer.append(new byte[] {1, 2, 3}, 0, 3);
    SecretBytes taken = buffer.take();
    buffer.close();
    assertThat(bytes(taken)).containsExactly(1, 2, 3);
  }

  @Test
  void aClosedSecretKeepsNoArrayInMemory() {
    WeakReference<byte[]> array = new WeakReference<>(new byte[1000]);
    SecretBytes secret = SecretBytes.owning(Objects.requireNonNull(array.get()));
    secret.close();
    await()
        .untilAsserted(() -> {
          System.gc();
          assertThat(array.get()).isNull();
        });
    assertThat(secret).hasToString("[redacted]");
  }

  @Test
  void whatIsGivenAwayIsTheNewOwnersToWipe() {
    byte[] array = {1, 2, 3};
    SecretBytes secret = SecretBytes.owning(array);
    byte[] given = secret.giveTo(live -> live);
    secret.close();
    assertThat(given).isSameAs(array).containsExactly(1, 2, 3);
    assertThatIllegalStateException().isThrownBy(secret::size);
    assertThatIllegalStateException().isThrownBy(() -> secret.giveTo(live -> live));
  }
}
