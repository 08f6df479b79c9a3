package dev.keyturn.operator.engine.plan;

/** Names a SecretSync. */
public record SyncId(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
