package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.AcrToken;
import dev.keyturn.crds.v1alpha1.EcrToken;
import dev.keyturn.crds.v1alpha1.GcrToken;
import dev.keyturn.crds.v1alpha1.GitHubToken;
import dev.keyturn.crds.v1alpha1.StsToken;
import dev.keyturn.crds.v1alpha1.TokenSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenSpecTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/shop/backup";

  private static TokenSource ecr(@Nullable String scope) {
    return new TokenSource(new EcrToken(scope), null, null, null, null);
  }

  private static TokenSource sts(
      @Nullable String role, @Nullable String externalId, @Nullable String duration) {
    return new TokenSource(null, new StsToken(role, externalId, duration), null, null, null);
  }

  private static TokenSource acr(@Nullable String scope) {
    return new TokenSource(null, null, null, new AcrToken("shop.azurecr.io", scope), null);
  }

  private static TokenSource gitHub(
      @Nullable List<String> repositories, @Nullable Map<String, String> permissions) {
    return new TokenSource(
        null, null, null, null, new GitHubToken("1234", repositories, permissions));
  }

  private static String path(TokenSource source) {
    return TokenSpec.of(source).orElseThrow().path();
  }

  @Test
  void eachKindHasThePathThatAScopeGrants() {
    assertThat(path(ecr(null))).isEqualTo("ecr/private");
    assertThat(path(ecr("Private"))).isEqualTo("ecr/private");
    assertThat(path(ecr("Public"))).isEqualTo("ecr/public");
    assertThat(path(sts(null, null, null))).isEqualTo("sts/session");
    assertThat(path(sts(ROLE, null, null))).isEqualTo("sts/" + ROLE);
    assertThat(path(new TokenSource(null, null, new GcrToken(), null, null)))
        .isEqualTo("gcr/access");
    assertThat(path(acr(null))).isEqualTo("acr/shop.azurecr.io");
    assertThat(path(gitHub(null, null))).isEqualTo("github/1234");
  }

  @Test
  void whatElseATokenDependsOnIsPartOfWhatTheTargetIsMadeFrom() {
    assertThat(List.of(sts(ROLE, null, null), sts(ROLE, "id", null), sts(ROLE, null, "2h")))
        .extracting(source -> TokenSpec.of(source).orElseThrow())
        .doesNotHaveDuplicates();
    assertThat(List.of(acr(null), acr("repository:web:pull")))
        .extracting(source -> TokenSpec.of(source).orElseThrow())
        .doesNotHaveDuplicates();
    assertThat(
            List.of(
                gitHub(null, null),
                gitHub(List.of("contents", "read"), null),
                gitHub(null, Map.of("contents", "read"))))
        .extracting(source -> TokenSpec.of(source).orElseThrow())
        .doesNotHaveDuplicates();
  }

  @Test
  void noKindAndTwoKindsAreWrong() {
    assertThat(TokenSpec.of(new TokenSource(null, null, null, null, null))).isEmpty();
    assertThat(TokenSpec.of(new TokenSource(new EcrToken(null), null, new GcrToken(), null, null)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"14m", "37h", "0s", "soon"})
  void aLifeThatAwsDoesNotGiveIsWrong(String duration) {
    assertThat(TokenSpec.of(sts(ROLE, null, duration))).isEmpty();
  }

  @Test
  void anExternalIdWithoutARoleAndAnUnknownScopeAreWrong() {
    assertThat(TokenSpec.of(sts(null, "id", null))).isEmpty();
    assertThat(TokenSpec.of(ecr("public"))).isEmpty();
  }
}
