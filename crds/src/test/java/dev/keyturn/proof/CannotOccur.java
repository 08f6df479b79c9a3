package dev.keyturn.proof;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says why rows of the fault list do not exist on the backend that {@link OnBackend} names. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(CannotOccur.All.class)
public @interface CannotOccur {
  /** Ids of the fault list. */
  String[] value();

  /** What the page says; no full stop at its end. */
  String why();

  /** Several reasons. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface All {
    CannotOccur[] value();
  }
}
