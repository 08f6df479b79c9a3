package dev.keyturn.operator.engine.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncSpec;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StampMetadata;
import dev.keyturn.operator.engine.plan.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StampSpecTest {
  private static final SecretSyncSpec SPEC = StampPlanTest.spec("shop/db");

  @Test
  void theNameIsThatOfTheClusterSecretSyncUnlessItIsGiven() {
    assertThat(read(null, null, SPEC)).isInstanceOf(StampSpec.Read.class);
    assertThat(((StampSpec.Read) read(null, null, SPEC)).settings().name()).isEqualTo("own");
    assertThat(((StampSpec.Read) read("given", null, SPEC)).settings().name()).isEqualTo("given");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.kubernetes.io/managed-by",
        "keyturn.dev/managed",
        "x.k8s.io/y",
        "helm.sh/chart",
        "argocd.argoproj.io/instance",
        "reflector.v1.k8s.emberstack.com/reflects",
        "replicator.v1.mittwald.de/replicate-to",
        "sealedsecrets.bitnami.com/managed",
      })
  void reservedKeysAreRefusedThoughAnOlderSchemaLetThemIn(String key) {
    assertThat(problem(new StampMetadata(Map.of(key, "x"), null), SPEC))
        .contains("spec.metadata, key " + key);
    assertThat(problem(new StampMetadata(null, Map.of(key, "x")), SPEC)).contains(key);
  }

  @Test
  void theLabelByWhichHelmPrunesIsRefusedAndSoIsWhatIsNoLabel() {
    assertThat(problem(new StampMetadata(Map.of("owner", "helm"), null), SPEC)).contains("owner");
    assertThat(problem(new StampMetadata(Map.of("team", "a b"), null), SPEC)).contains("team");
  }

  @Test
  void aWrongSpecWithinNamesTheFieldFromTheOutside() {
    SecretSyncSpec shortInterval =
        new SecretSyncSpec(
            SPEC.secretStoreRef(),
            "5s",
            null,
            null,
            null,
            SPEC.data(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    assertThat(problem(null, shortInterval)).contains("spec.spec.refreshInterval");
    assertThat(problem(null, SecretSyncSpec.UNREADABLE)).contains("spec.spec");
  }

  @Test
  void aSpecThatIsNotThereIsAProblemAndNoFault() throws IOException {
    ClusterSecretSyncSpec spec =
        new ObjectMapper().readValue("{\"namespaces\": [\"shop\"]}", ClusterSecretSyncSpec.class);
    assertThat(StampSpec.read("own", spec))
        .isEqualTo(
            new StampSpec.Wrong(Problem.of(ErrorClass.ConfigInvalid, Detail.FIELD, "spec.spec")));
  }

  private static String problem(@Nullable StampMetadata metadata, SecretSyncSpec spec) {
    Problem problem = ((StampSpec.Wrong) read(null, metadata, spec)).problem();
    assertThat(problem.kind()).isEqualTo(ErrorClass.ConfigInvalid);
    return problem.subject();
  }

  private static StampSpec read(
      @Nullable String name, @Nullable StampMetadata metadata, SecretSyncSpec spec) {
    return StampSpec.read(
        "own", new ClusterSecretSyncSpec(null, List.of("shop"), name, metadata, spec));
  }
}
