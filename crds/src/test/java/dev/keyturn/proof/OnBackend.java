package dev.keyturn.proof;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the backend that the tests of a class meet, those that it inherits and the classes within
 * them included: each row that such a test names with {@link Fault} is shown on that backend.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OnBackend {
  Backend value();

  /**
   * Rows of inherited tests none of which applies to the backend of this class; a test of another
   * class or a {@link CannotOccur} has to fill the cell. The contract of the providers checks it.
   */
  String[] leaves() default {};
}
