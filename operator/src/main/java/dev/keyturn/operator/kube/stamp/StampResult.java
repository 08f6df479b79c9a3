package dev.keyturn.operator.kube.stamp;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.SecretSync;

/** What came of writing or removing a SecretSync of ours. */
public sealed interface StampResult {

  /** It is as it should be, and this is it. */
  record Written(SecretSync sync) implements StampResult {}

  /** It is not there, or its deletion has begun. */
  record Removed() implements StampResult {}

  /** One of somebody else is there; it was not touched. */
  record Foreign() implements StampResult {}

  /** One is there that is being deleted. */
  record Ending() implements StampResult {}

  /** The namespace is gone or going. */
  record NamespaceGone() implements StampResult {}

  /** Not allowed: {@code NOT_ENROLLED} (our role), {@code QUOTA} or {@code ADMISSION}. */
  record Forbidden(Detail detail) implements StampResult {}

  /** The API server refuses it as it is. */
  record Invalid() implements StampResult {}

  /** Others change it faster than it can be written. */
  record Contended() implements StampResult {}

  /** No answer; it may have been applied. */
  record Unavailable() implements StampResult {}

  /** This process may not act; nothing was sent. */
  record NotLeader() implements StampResult {}
}
