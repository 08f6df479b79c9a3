package dev.keyturn.e2e;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import dev.keyturn.e2e.component.EndToEndMode;
import dev.keyturn.e2e.node.NodeScripts;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides whether a test with {@link RequiresNode} runs, is skipped, or fails. */
final class NodeCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return findAnnotation(context.getTestClass(), RequiresNode.class)
        .filter(required -> context.getTestMethod().isEmpty())
        .map(required -> evaluate(required, context))
        .orElse(ConditionEvaluationResult.enabled("decided for the whole class"));
  }

  private static ConditionEvaluationResult evaluate(
      RequiresNode required, ExtensionContext context) {
    EndToEndMode mode = EndToEndMode.of(System.getenv());
    if (mode == EndToEndMode.OFF) {
      return skipped(context, "KEYTURN_E2E=off");
    }
    Optional<String> unsupported = NodeScripts.unsupported();
    if (unsupported.isPresent()) {
      return skipped(context, "this machine cannot run a node: " + unsupported.get());
    }
    Optional<String> missing = missing(required);
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("the machine can, and every part is there");
    }
    if (mode == EndToEndMode.REQUIRED) {
      throw new IllegalStateException("KEYTURN_E2E=required, but " + missing.get());
    }
    return skipped(context, missing.get());
  }

  private static Optional<String> missing(RequiresNode required) {
    if (required.operatorImage() && OperatorImage.archive(System.getenv()).isEmpty()) {
      return Optional.of("there is no image of the operator; make it with image/build.sh");
    }
    return NodeScripts.missingParts();
  }

  private static ConditionEvaluationResult skipped(ExtensionContext context, String reason) {
    SharedServers.of(context).skipped().add(context.getRequiredTestClass().getSimpleName(), reason);
    return ConditionEvaluationResult.disabled(reason);
  }
}
