package dev.keyturn.operator.engine.stamp;

/** What a ClusterSecretSync has to do in one namespace. */
public sealed interface Step {

  String namespace();

  /** Nothing: the SecretSync is as it should be. */
  record Keep(String namespace) implements Step {}

  /** Nothing is there. */
  record Create(String namespace) implements Step {}

  /** Ours is there, and is not as it should be. */
  record Update(String namespace, SeenSync there) implements Step {}

  /** What is there is being deleted; the end of that is an event. */
  record Await(String namespace) implements Step {}

  /** One of somebody else is there. */
  record Foreign(String namespace) implements Step {}

  /** Ours is there and should not be. */
  record Remove(String namespace, String name, String uid) implements Step {}
}
