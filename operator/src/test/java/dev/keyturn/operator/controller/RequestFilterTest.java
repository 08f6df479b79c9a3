package dev.keyturn.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestFilterTest {
  private static final RequestFilter<ConfigMap> FILTER = new RequestFilter<>(Set.of("wanted"));
  private static final ConfigMap BEFORE =
      new ConfigMapBuilder()
          .withNewMetadata()
          .withUid("uid-1")
          .withGeneration(3L)
          .withResourceVersion("10")
          .endMetadata()
          .build();

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of(
            "a new generation",
            true,
            edit(it -> it.editMetadata().withGeneration(4L).endMetadata())),
        Arguments.of(
            "a new object", true, edit(it -> it.editMetadata().withUid("uid-2").endMetadata())),
        Arguments.of(
            "a deletion",
            true,
            edit(it ->
                it.editMetadata().withDeletionTimestamp("2026-01-01T00:00:00Z").endMetadata())),
        Arguments.of(
            "a finalizer",
            true,
            edit(it -> it.editMetadata().withFinalizers(List.of("f")).endMetadata())),
        Arguments.of(
            "a request",
            true,
            edit(it -> it.editMetadata().withAnnotations(Map.of("wanted", "now")).endMetadata())),
        Arguments.of(
            "another annotation",
            false,
            edit(it -> it.editMetadata().withAnnotations(Map.of("other", "now")).endMetadata())),
        Arguments.of(
            "a label",
            false,
            edit(it -> it.editMetadata().withLabels(Map.of("a", "b")).endMetadata())),
        Arguments.of(
            "a status patch",
            false,
            edit(it -> it.editMetadata().withResourceVersion("11").endMetadata())));
  }

  private static ConfigMap edit(UnaryOperator<ConfigMapBuilder> change) {
    return change.apply(new ConfigMapBuilder(BEFORE)).build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void wakesForWhatConcernsAPass(String change, boolean wakes, ConfigMap now) {
    assertThat(FILTER.accept(now, BEFORE)).isEqualTo(wakes);
  }

  @Test
  void aRequestThatIsTakenBackIsAChangeToo() {
    ConfigMap requested =
        edit(it -> it.editMetadata().withAnnotations(Map.of("wanted", "now")).endMetadata());
    assertThat(FILTER.accept(BEFORE, requested)).isTrue();
    assertThat(FILTER.accept(requested, requested)).isFalse();
  }
}
