package dev.keyturn.devcluster.resource;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Now, as objects carry it: RFC 3339 in whole seconds. */
public final class Timestamps {
  private final InstantSource time;

  public Timestamps(InstantSource time) {
    this.time = time;
  }

  public String now() {
    return time.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
