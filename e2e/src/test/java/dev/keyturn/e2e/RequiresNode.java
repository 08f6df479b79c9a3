package dev.keyturn.e2e;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test only where a real node can run. A machine that cannot run one skips the test with its
 * reason, always; a program or an image that is missing skips it too, or fails it when {@code
 * KEYTURN_E2E=required}. Every skip is named at the end of the run.
 */
@Documented
@Inherited
@Tag("node")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(NodeCondition.class)
public @interface RequiresNode {
  /** Whether the operator's image has to be there: see {@link OperatorImage}. */
  boolean operatorImage() default false;
}
