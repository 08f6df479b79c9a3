package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions of a {@link FakeBackend}, by their token. */
final class FakeSessions {
  private final InstantSource clock;
  private final Map<String, Instant> ends = new HashMap<>();
  private Duration lifetime = Duration.ofHours(1);
  private boolean renewable = true;
  private int made;

  FakeSessions(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void lifetime(Duration next, boolean mayRenew) {
    lifetime = next;
    renewable = mayRenew;
  }

  synchronized Session make() {
    made++;
    return put("session-" + made);
  }

  /** The same token with a new end; empty where the session is over or is not renewable. */
  synchronized Optional<Session> renew(Session session) {
    return renewable && alive(session) ? Optional.of(put(token(session))) : Optional.empty();
  }

  synchronized boolean alive(Session session) {
    @Nullable Instant end = ends.get(token(session));
    return end != null && clock.instant().isBefore(end);
  }

  synchronized boolean end(Session session) {
    return ends.remove(token(session)) != null;
  }

  synchronized void expireAll() {
    ends.clear();
  }

  synchronized int open() {
    return ends.size();
  }

  private Session put(String token) {
    Instant now = clock.instant();
    Instant end = now.plus(lifetime);
    ends.put(token, end);
    return new Session(SecretBytes.ofText(token), now, Optional.of(end), renewable, true);
  }

  private static String token(Session session) {
    return session.token().with(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
