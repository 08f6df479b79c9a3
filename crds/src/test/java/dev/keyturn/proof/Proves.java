package dev.keyturn.proof;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the rows of the feature list that a test proves. {@code docs/reference/features.md} is made
 * from these; a row without such a test is not done.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Proves {
  /** Ids of the feature list: {@code F012}, {@code P008}, {@code N23}. */
  String[] value();
}
