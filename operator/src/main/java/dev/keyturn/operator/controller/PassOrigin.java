package dev.keyturn.operator.controller;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom the pass serves that an event leads to. The framework submits it on the thread of the event
 * and says nothing of its object, so whoever sees the event leaves a note for the workers there.
 *
 * @param probe true for a pass over a store: it asks the backend, and takes no slot of the syncs
 * @param store whose share of the workers it counts for
 * @param namespace that takes its turns among those of the store
 */
public record PassOrigin(boolean probe, String store, String namespace) {
  /** Nobody left a note. */
  public static final PassOrigin UNKNOWN = new PassOrigin(false, "", "");

  private static final ThreadLocal<@Nullable PassOrigin> NOTE = new ThreadLocal<>();

  /** Of a probe: the namespaces share the probers, and so do the stores of the whole cluster. */
  public static PassOrigin ofProbe(@Nullable String namespace, String name) {
    return new PassOrigin(true, namespace == null ? "/" + name : namespace, "");
  }

  /** Stays until it is taken, or another event is noted on this thread. */
  public void note() {
    NOTE.set(this);
  }

  /** The note of this thread, which stays. */
  public static Optional<PassOrigin> noted() {
    return Optional.ofNullable(NOTE.get());
  }

  /** Takes the note of this thread away. */
  public static Optional<PassOrigin> take() {
    PassOrigin noted = NOTE.get();
    NOTE.remove();
    return Optional.ofNullable(noted);
  }
}
