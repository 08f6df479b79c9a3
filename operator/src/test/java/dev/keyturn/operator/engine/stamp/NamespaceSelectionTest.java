package dev.keyturn.operator.engine.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ClusterSecretSyncSpec;
import dev.keyturn.crds.v1alpha1.NamespaceSelector;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SelectorExpression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamespaceSelectionTest {
  private static final NamespaceView SHOP =
      new NamespaceView("shop", "uid-1", Map.of("team", "shop", "tier", "web"), false);
  private static final NamespaceView BARE = new NamespaceView("bare", "uid-2", Map.of(), false);

  @Test
  void namesChooseExactlyThoseNamespaces() {
    NamespaceSelection selection = selection(spec(null, List.of("shop", "later")));
    assertThat(selection.chooses(SHOP)).isTrue();
    assertThat(selection.chooses(BARE)).isFalse();
  }

  @Test
  void anEmptySelectorChoosesAll() {
    NamespaceSelection selection = selection(labels(null));
    assertThat(selection.chooses(SHOP)).isTrue();
    assertThat(selection.chooses(BARE)).isTrue();
  }

  @Test
  void everyLabelMustMatch() {
    assertThat(selection(labels(Map.of("team", "shop", "tier", "web"))).chooses(SHOP)).isTrue();
    assertThat(selection(labels(Map.of("team", "shop", "tier", "db"))).chooses(SHOP)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "In, true, false",
    "NotIn, false, true",
    "Exists, true, false",
    "DoesNotExist, false, true",
  })
  void expressionsMeanWhatTheyMeanInKubernetes(String operator, boolean shop, boolean bare) {
    List<String> values = operator.endsWith("In") ? List.of("shop", "pay") : null;
    NamespaceSelection selection =
        selection(expressions(new SelectorExpression("team", operator, values)));
    assertThat(selection.chooses(SHOP)).isEqualTo(shop);
    assertThat(selection.chooses(BARE)).isEqualTo(bare);
  }

  @Test
  void whatThisVersionDoesNotUnderstandChoosesNothingAtAll() {
    assertThat(
            NamespaceSelection.of(
                expressions(new SelectorExpression("team", "Like", List.of("shop")))))
        .isEmpty();
    assertThat(NamespaceSelection.of(spec(null, null))).isEmpty();
    assertThat(NamespaceSelection.of(spec(new NamespaceSelector(null, null), List.of("shop"))))
        .isEmpty();
    assertThat(NamespaceSelection.of(ClusterSecretSyncSpec.UNREADABLE)).isEmpty();
  }

  @Test
  void onlyAChangeOfWhatItChoosesConcernsIt() {
    NamespaceSelection selection = selection(labels(Map.of("team", "shop")));
    NamespaceView otherTier = new NamespaceView("shop", "uid-1", Map.of("team", "shop"), false);
    NamespaceView otherTeam = new NamespaceView("shop", "uid-1", Map.of("team", "pay"), false);
    NamespaceView going = new NamespaceView("shop", "uid-1", SHOP.labels(), true);
    NamespaceView again = new NamespaceView("shop", "uid-9", SHOP.labels(), false);
    assertThat(concerns(selection, SHOP, otherTier)).isFalse();
    assertThat(concerns(selection, BARE, otherTeam)).isFalse();
    assertThat(selection.isConcerned(Optional.empty(), Optional.of(BARE))).isFalse();
    assertThat(concerns(selection, SHOP, otherTeam)).isTrue();
    assertThat(concerns(selection, otherTeam, SHOP)).isTrue();
    assertThat(concerns(selection, SHOP, going)).isTrue();
    assertThat(concerns(selection, SHOP, again)).isTrue();
    assertThat(selection.isConcerned(Optional.empty(), Optional.of(SHOP))).isTrue();
    assertThat(selection.isConcerned(Optional.of(SHOP), Optional.empty())).isTrue();
  }

  private static boolean concerns(
      NamespaceSelection selection, NamespaceView before, NamespaceView now) {
    return selection.isConcerned(Optional.of(before), Optional.of(now));
  }

  private static NamespaceSelection selection(ClusterSecretSyncSpec spec) {
    return NamespaceSelection.of(spec).orElseThrow();
  }

  private static ClusterSecretSyncSpec labels(@Nullable Map<String, String> labels) {
    return spec(new NamespaceSelector(labels, null), null);
  }

  private static ClusterSecretSyncSpec expressions(SelectorExpression expression) {
    return spec(new NamespaceSelector(null, List.of(expression)), null);
  }

  private static ClusterSecretSyncSpec spec(
      @Nullable NamespaceSelector selector, @Nullable List<String> names) {
    return new ClusterSecretSyncSpec(selector, names, null, null, SecretSyncSpec.UNREADABLE);
  }
}
