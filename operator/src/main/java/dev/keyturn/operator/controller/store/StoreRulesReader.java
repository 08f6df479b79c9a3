package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.StoreAccess;
import dev.keyturn.crds.v1alpha1.StoreNaming;
import dev.keyturn.operator.engine.plan.StoreRules;
import dev.keyturn.operator.engine.template.Expression;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stores allow by themselves. It remembers the expressions of late, because each pass of
 * each sync asks for them. Thread-safe.
 */
final class StoreRulesReader {
  private static final int MOST_EXPRESSIONS = 256;

  private final Map<String, Optional<Expression>> expressions =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Expression>> eldest) {
          return size() > MOST_EXPRESSIONS;
        }
      };

  /** The rules; empty where the spec does not make sense, which the store's status tells. */
  Optional<StoreRules> read(SecretStoreSpec spec) {
    StoreNaming naming = spec.naming();
    if (naming == null) {
      return access(spec.access()).map(access -> new StoreRules(access, Optional.empty()));
    }
    Optional<Expression> expression = expression(naming.pattern());
    return expression.isEmpty()
        ? Optional.empty()
        : access(spec.access()).map(access -> new StoreRules(access, expression));
  }

  /** Says what is wrong with the fields. */
  static void check(SecretStoreSpec spec, StoreConfigReader.Problems problems) {
    if (access(spec.access()).isEmpty()) {
      problems.add("access", "is none of ReadOnly, WriteOnly and ReadWrite");
    }
    if (spec.naming() != null && Expression.parse(spec.naming().pattern()).isEmpty()) {
      problems.add("naming.pattern", "is no RE2 expression, or one that costs too much");
    }
  }

  /** What is said of a store whose spec was checked. */
  static StoreAccess accessOf(SecretStoreSpec spec) {
    return access(spec.access()).orElse(StoreAccess.ReadWrite);
  }

  private synchronized Optional<Expression> expression(String pattern) {
    return expressions.computeIfAbsent(pattern, Expression::parse);
  }

  private static Optional<StoreAccess> access(@Nullable String text) {
    return text == null
        ? Optional.of(StoreAccess.ReadWrite)
        : Arrays.stream(StoreAccess.values()).filter(it -> it.name().equals(text)).findFirst();
  }
}
