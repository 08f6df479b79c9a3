package dev.keyturn.proof;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the rows of the fault list whose fault a test brings about and whose expectation it checks.
 * {@code docs/reference/faults.md} is made from these.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Fault {
  /** Ids of the fault list: {@code K3}, {@code V11}. */
  String[] value();

  /** What the fault meets; a process of its own before real servers is both R and B. */
  Tier[] on() default Tier.D;

  /**
   * The backends that it shows the row on. Empty where that is not of one backend: what is decided
   * above the providers, and the inherited tests of a class with {@link OnBackend}.
   */
  Backend[] backends() default {};

  /** How real the servers of a test are; the letters are those of the fault list. */
  enum Tier {
    /** In the JVM of the test: the embedded API server, backends in memory, time that is set. */
    D,
    /** A real API server or a real backend. */
    R,
    /** The operator in a process of its own, which signals end. */
    B
  }
}
