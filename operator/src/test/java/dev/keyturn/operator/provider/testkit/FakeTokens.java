package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.TreeMap;

/** Tokens of the fake backend: logins of a registry with a number as the password. */
public final class FakeTokens {
  private InstantSource clock = InstantSource.system();
  private Duration life = Duration.ofHours(1);
  private Instant end = Instant.EPOCH;
  private boolean repeats;
  private int made;

  /** By whose time tokens end. Default: the system's. */
  public synchronized void clock(InstantSource source) {
    clock = source;
  }

  /** How long tokens live that are made from now on. Default: one hour. */
  public synchronized void life(Duration next) {
    life = next;
  }

  /** From now on a token that has not ended is handed out again, as metadata servers do. */
  public synchronized void repeat() {
    repeats = true;
  }

  synchronized Outcome<IssuedToken> issue() {
    if (!repeats || !clock.instant().isBefore(end)) {
      made++;
      end = clock.instant().plus(life);
    }
    TreeMap<String, SecretBytes> values = new TreeMap<>();
    values.put("username", SecretBytes.ofText("AWS"));
    values.put("password", SecretBytes.ofText("p" + made));
    values.put(
        "proxy_endpoint",
        SecretBytes.ofText("https://123456789012.dkr.ecr.eu-west-1.amazonaws.com"));
    return Outcome.ok(new IssuedToken(values, end));
  }
}
