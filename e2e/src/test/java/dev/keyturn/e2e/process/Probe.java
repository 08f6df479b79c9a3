package dev.keyturn.e2e.process;

/** Asks a server once whether it is ready. */
@FunctionalInterface
public interface Probe {
  /** False, or any exception of an HTTP call, means not yet. */
  boolean ready() throws Exception;
}
