package dev.keyturn.operator.engine.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Proves;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A function is added or dropped on purpose only: what templates use is an interface. */
class FunctionListTest {

  @Proves("P028")
  @Test
  void theListOfFunctionsIsTheOneOnRecord() {
    assertThat(String.join("\n", new TreeSet<>(FunctionTable.create().names())))
        .isEqualTo(TemplateFixture.resource("functions.txt").strip());
  }

  @Test
  void noFunctionIsBothKeptAndExcluded() {
    assertThat(FunctionTable.create().names())
        .doesNotContainAnyElementsOf(FunctionTable.excludedNames());
  }

  @ParameterizedTest
  @MethodSource("dev.keyturn.operator.engine.template.FunctionTable#excludedNames")
  void anExcludedFunctionIsRefusedByName(String name) {
    TemplateFailure failure =
        new TemplateFixture().failure("{{ " + name + " }}", java.util.Map.of());
    assertThat(failure.reason()).isEqualTo(TemplateFailure.Reason.EXCLUDED_FUNCTION);
    assertThat(failure.message()).contains(name);
  }
}
