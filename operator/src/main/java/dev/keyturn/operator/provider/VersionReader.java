package dev.keyturn.operator.provider;

import java.util.Optional;

/** Tells of a secret's newest version without its value. */
public interface VersionReader {

  /** The newest version; empty where it is not plainly alive, and only a read can tell. */
  Outcome<Optional<VersionMark>> newest(String key, Call call);
}
