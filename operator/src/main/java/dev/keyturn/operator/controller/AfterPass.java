package dev.keyturn.operator.controller;

import java.util.ArrayList;
import java.util.List;

/**
 * What a pass leaves to be done when it is over: when the framework has booked its end, and not
 * only when the reconciler has returned. Each worker has its own.
 */
public final class AfterPass {
  private static final ThreadLocal<List<Runnable>> LEFT = ThreadLocal.withInitial(ArrayList::new);

  private AfterPass() {}

  /** To be done by this worker when the pass that runs in it is over. */
  static void then(Runnable step) {
    LEFT.get().add(step);
  }

  /** Runs a pass, and then what it left. */
  public static void run(Runnable pass) {
    try {
      pass.run();
    } finally {
      List<Runnable> left = List.copyOf(LEFT.get());
      LEFT.remove();
      left.forEach(Runnable::run);
    }
  }
}
