package dev.keyturn.operator.controller;

import java.time.Duration;

/** Wakes a key once after a wait; a later call for the key replaces the earlier one. */
public interface WakeUp<K> {

  void at(K key, Duration wait);

  /**
   * The same, but never later than what the key waits for already: however many calls come, the
   * first one's moment stands.
   */
  void noLaterThan(K key, Duration wait);

  void cancel(K key);
}
