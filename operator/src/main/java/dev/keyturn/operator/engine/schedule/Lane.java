package dev.keyturn.operator.engine.schedule;

/** How urgent a pass is; the most urgent first. */
public enum Lane {
  /** Something ends at a certain time: a lease, a certificate. */
  DEADLINE,
  /** Somebody waits: a first sync, a new generation, a request, a changed target. */
  FIRST,
  /** Owed from the time before a start or an outage. */
  CATCHUP,
  /** Time has passed. */
  REFRESH
}
