package dev.keyturn.operator.engine.mac;

import java.util.Optional;

/** The key in use, and the one before it while hashes under it are stamped anew. */
public record MacKeys(MacKey current, Optional<MacKey> previous) {

  public Macs macs() {
    return new Macs(current);
  }

  /** The hashes under the key of that id, where it is still known. */
  public Optional<Macs> under(String keyId) {
    if (current.id().equals(keyId)) {
      return Optional.of(macs());
    }
    return previous.filter(key -> key.id().equals(keyId)).map(Macs::new);
  }
}
