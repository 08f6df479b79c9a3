package dev.keyturn.e2e;

import dev.keyturn.e2e.component.Component;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test only with these real programs, and hands shared servers to its parameters of the
 * types {@code RealControlPlane}, {@code RealVault} and {@code Provision}. Without the programs the
 * test is skipped and named at the end of the run, or fails when {@code KEYTURN_E2E=required}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith({ComponentCondition.class, RealServers.class})
public @interface RequiresComponents {
  /** The programs the test starts itself or through a shared server. */
  Component[] value();
}
