package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.FailureClass;
import java.time.Duration;
import java.util.Optional;

/** Told of what happens at the backends, to count it. Must be quick and never throw. */
public interface SourceObserver {

  /** One call ended. Operations: read, look, write, login, renew, revoke, health, subscribe. */
  void called(String provider, String operation, Optional<FailureClass> failure, Duration took);

  /** A login or the renewal of one ended. */
  void loggedIn(String provider, String method, boolean worked);

  /**
   * A reader was answered from memory ({@code hit}, {@code negative}) or was not ({@code miss}).
   */
  void cacheAsked(String result);

  /** A reader joined a read that another one had begun. */
  void readShared(String provider);

  /** A read gave an older version than the read before, and was ignored. */
  void versionRegressed(String provider);

  /** Counts nothing. */
  static SourceObserver none() {
    return new SourceObserver() {
      @Override
      public void called(
          String provider, String operation, Optional<FailureClass> failure, Duration took) {}

      @Override
      public void loggedIn(String provider, String method, boolean worked) {}

      @Override
      public void cacheAsked(String result) {}

      @Override
      public void readShared(String provider) {}

      @Override
      public void versionRegressed(String provider) {}
    };
  }
}
