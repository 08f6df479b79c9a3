package dev.keyturn.operator.provider;

import java.util.Map;
import java.util.Optional;

/** What stands at a key now. */
public sealed interface Standing extends AutoCloseable {
  /** Name of the tag that says whose secret it is; an installation, a namespace and a name. */
  String OWNER_TAG = "keyturn-owner";

  /** Nothing was ever written there. */
  record Absent() implements Standing {
    @Override
    public Map<String, String> tags() {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  /** A value; owned by this record. */
  record Present(RemoteValue value) implements Standing {
    @Override
    public Map<String, String> tags() {
      return value.tags();
    }

    @Override
    public void close() {
      value.close();
    }
  }

  /** The newest version was deleted; the next write counts on from it. */
  record Gone(VersionStamp newest, Map<String, String> tags) implements Standing {
    @Override
    public void close() {}
  }

  /** Metadata of the secret, empty where there is none. */
  Map<String, String> tags();

  /** Who owns it; empty where it has no mark. */
  default Optional<String> owner() {
    return Optional.ofNullable(tags().get(OWNER_TAG));
  }

  @Override
  void close();
}
