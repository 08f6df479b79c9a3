package dev.keyturn.operator.kube.masked;

import dev.keyturn.operator.engine.lease.Validity;
import dev.keyturn.operator.engine.mac.Macs;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object that may be a Secret, as far as it was seen: which one, and what of it there was. */
final class SecretPlace {
  private final Macs macs;
  private @Nullable String namespace;
  private @Nullable String name;
  private boolean metadata;
  private boolean metadataEnded;
  private boolean data;

  SecretPlace(Macs macs) {
    this.macs = macs;
  }

  void metadataBegins() throws BrokenJsonException {
    once(metadata);
    metadata = true;
  }

  void metadataEnds() {
    metadataEnded = true;
  }

  void dataBegins() throws BrokenJsonException {
    once(data);
    data = true;
  }

  void named(String text) throws BrokenJsonException {
    once(name != null);
    name = text;
  }

  void within(String text) throws BrokenJsonException {
    once(namespace != null);
    namespace = text;
  }

  private static void once(boolean before) throws BrokenJsonException {
    if (before) {
      throw new BrokenJsonException();
    }
  }

  /** True once a value of it can be masked. */
  boolean isNamed() {
    return metadataEnded && namespace != null && name != null;
  }

  /** A text of JSON, with its quotes. */
  String masked(String key, ByteBuffer value) {
    if (namespace == null || name == null) {
      throw new IllegalStateException("a value is masked once its Secret has a name");
    }
    return '"' + masked(namespace, name, key, value).text() + '"';
  }

  private MaskedValue masked(String in, String of, String key, ByteBuffer value) {
    return new MaskedValue(
        macs.value(in, of, key, value.duplicate()),
        macs.previous().map(before -> before.value(in, of, key, value.duplicate())),
        certificate(key, value));
  }

  private static Optional<Validity> certificate(String key, ByteBuffer value) {
    if (!key.equals(MaskedValue.CERTIFICATE)) {
      return Optional.empty();
    }
    byte[] copy = new byte[value.remaining()];
    value.get(copy);
    Optional<Validity> validity = Validity.of(copy);
    Arrays.fill(copy, (byte) 0);
    return validity;
  }
}
