package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Optional;

/** Reads the answer to a write of version 2: the number that the version got. */
final class WrittenBody {
  private long version;

  private WrittenBody() {}

  /** A {@link WireProblem} where the body is none of Vault's. */
  static VersionStamp read(SecretBytes body) {
    WrittenBody written = new WrittenBody();
    StrictJson.read(
        body,
        json -> {
          json.object(name -> written.member(name, json));
          return written;
        });
    if (written.version < 1) {
      throw WireProblem.invalid();
    }
    return new VersionStamp(Long.toString(written.version), true, Optional.empty());
  }

  private void member(String name, StrictJson json) {
    if (name.equals("data") && !json.isNull()) {
      json.object(inner -> {
        if (inner.equals("version")) {
          version = json.whole();
        } else {
          json.skip();
        }
      });
    } else {
      json.skip();
    }
  }
}
