package dev.keyturn.operator.provider;

/**
 * Changes of secrets as the backend tells of them. What it tells may be lost, doubled, late or out
 * of order: a hint to read, and never more.
 */
public interface ChangeFeed {

  /**
   * Asks the backend to tell of changes from now on.
   *
   * @param listener is called by one thread at a time
   * @return the subscription once the backend has agreed; NotFound where it has no such thing,
   *     AccessDenied or AuthFailed where it does not let this login have it
   */
  Outcome<Subscription> subscribe(Session session, Deadline deadline, Listener listener);

  /** Told of changes; the backend is not heard while it is at work. */
  interface Listener {
    /**
     * Something happened to a secret.
     *
     * @param key as {@link RemoteRef#key}; the backend's text, to be compared and not to be told
     */
    void changed(String key);

    /** The subscription has ended without having been closed; once, and nothing comes after it. */
    void ended();
  }

  /** What is told until it is closed or ends. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
