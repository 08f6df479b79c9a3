package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;

/**
 * What is left to spend for one Secret; every template of the Secret draws on the same one.
 *
 * <p>Not thread-safe.
 */
public final class Budget {
  private final Limits limits;
  private long steps;
  private long outputBytes;
  private long workBytes;
  private int depth;

  private Budget(Limits limits) {
    this.limits = limits;
    this.steps = limits.steps();
    this.outputBytes = limits.outputBytes();
    this.workBytes = limits.workBytes();
  }

  /** A full budget. */
  public static Budget of(Limits limits) {
    return new Budget(limits);
  }

  /** Evaluation steps spent so far. */
  public long spentSteps() {
    return limits.steps() - steps;
  }

  /** Bytes rendered so far. */
  public long spentOutput() {
    return limits.outputBytes() - outputBytes;
  }

  void step() {
    if (steps == 0) {
      throw TemplateFault.of(Reason.STEP_BUDGET);
    }
    steps--;
  }

  void output(long bytes) {
    if (bytes > outputBytes) {
      throw TemplateFault.of(Reason.OUTPUT_BUDGET);
    }
    outputBytes -= bytes;
  }

  /** Pays for bytes that a function reads or for time it spends; saturates instead of wrapping. */
  void work(long bytes) {
    if (bytes > workBytes) {
      workBytes = 0;
      throw TemplateFault.of(Reason.WORK_BUDGET);
    }
    workBytes -= bytes;
  }

  /** Pays for looking for one text in another, whose cost is their product in the worst case. */
  void search(long haystack, long needle) {
    work(haystack + needle + haystack * Math.min(haystack, needle) / 1024);
  }

  /** Pays for a text before it is made. */
  void text(long bytes) {
    if (bytes > limits.outputBytes()) {
      throw TemplateFault.of(Reason.OUTPUT_BUDGET);
    }
    work(bytes);
  }

  /** Pays for more bytes at the end of a text that was paid for. */
  void growth(long present, long added) {
    if (present + added > limits.outputBytes()) {
      throw TemplateFault.of(Reason.OUTPUT_BUDGET);
    }
    work(added);
  }

  /** Pays for the list or map that a function gave out. */
  void made(long count) {
    iterations(count);
    work(32 * count);
  }

  /** Refuses more rounds of a range, or members of a list. */
  void iterations(long rounds) {
    if (rounds > limits.iterations()) {
      throw TemplateFault.of(Reason.ITERATION_BUDGET);
    }
  }

  void enter() {
    if (++depth > limits.depth()) {
      throw TemplateFault.of(Reason.DEPTH_BUDGET);
    }
  }

  void leave() {
    depth--;
  }

  /** A template that failed left its levels open. */
  void surface() {
    depth = 0;
  }

  int depthLimit() {
    return limits.depth();
  }
}
