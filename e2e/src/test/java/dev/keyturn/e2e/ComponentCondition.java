package dev.keyturn.e2e;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import dev.keyturn.e2e.component.Availability.Found;
import dev.keyturn.e2e.component.Availability.Missing;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.EndToEndMode;
import dev.keyturn.e2e.kube.ExternalCluster;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides whether a test with {@link RequiresComponents} runs, is skipped, or fails. */
final class ComponentCondition implements ExecutionCondition {
  private static final Set<Component> CONTROL_PLANE =
      EnumSet.of(Component.ETCD, Component.KUBE_APISERVER, Component.KUBE_CONTROLLER_MANAGER);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return findAnnotation(context.getElement(), RequiresComponents.class)
        .map(required -> evaluate(required.value(), context))
        .orElse(ConditionEvaluationResult.enabled("needs no component of its own"));
  }

  private static ConditionEvaluationResult evaluate(
      Component[] components, ExtensionContext context) {
    EndToEndMode mode = EndToEndMode.of(System.getenv());
    SharedServers shared = SharedServers.of(context);
    if (mode == EndToEndMode.OFF) {
      return skipped(context, shared, "KEYTURN_E2E=off");
    }
    List<String> missing = new ArrayList<>();
    for (Component component : components) {
      switch (shared.provision().locate(component)) {
        case Found found -> {}
        case Missing none -> {
          if (!isReplaced(component)) {
            missing.add(component.id() + ": " + none.reason() + " (" + none.remedy() + ")");
          }
        }
      }
    }
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("every component is there");
    }
    String reason = String.join("; ", missing);
    if (mode == EndToEndMode.REQUIRED) {
      throw new MissingComponentException(reason);
    }
    return skipped(context, shared, reason);
  }

  /** A cluster that somebody else runs brings its own control plane. */
  private static boolean isReplaced(Component component) {
    return CONTROL_PLANE.contains(component) && ExternalCluster.find().isPresent();
  }

  private static ConditionEvaluationResult skipped(
      ExtensionContext context, SharedServers shared, String reason) {
    String suite =
        context.getTestClass().map(Class::getSimpleName).orElse("")
            + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
    shared.skipped().add(suite, reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  /** Fails a test that may not be skipped. */
  private static final class MissingComponentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingComponentException(String reason) {
      super("KEYTURN_E2E=required, but " + reason);
    }
  }
}
