package dev.keyturn.operator.kube.event;

import java.time.Instant;

/** A call that the series of an event asks for. */
sealed interface EventCall {
  String namespace();

  String name();

  /** A new Event object. */
  record Create(String namespace, String name, EventFact fact, Instant at) implements EventCall {}

  /** The same again, so many times in all, last at that time. */
  record Repeat(String namespace, String name, int count, Instant last) implements EventCall {}
}
