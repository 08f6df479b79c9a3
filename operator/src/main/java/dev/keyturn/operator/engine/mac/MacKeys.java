package dev.keyturn.operator.engine.mac;

import java.util.Optional;

/** The key in use, and the one before it while hashes under it are stamped anew. */
public record MacKeys(MacKey current, Optional<MacKey> previous) {

  public Macs macs() {
    return new Macs(current, previous.filter(key -> !key.id().equals(current.id())));
  }
}
