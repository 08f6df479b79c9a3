package dev.keyturn.operator.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ClusterSecretSyncSpec;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeSpec;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus;
import io.fabric8.generator.annotation.Required;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RequiredFieldsTest {

  @Test
  void aStatusOfAnOlderOperatorIsReadThoughItLacksWhatIsRequiredToday() {
    SecretSync sync =
        ClientJson.serialization()
            .unmarshal(
                """
                {"apiVersion":"keyturn.dev/v1alpha1","kind":"SecretSync","metadata":{"name":"s"},
                "status":{"observedGeneration":7,"generated":[{}],"pushed":[{}],"conditions":[{}]}}
                """,
                SecretSync.class);

    assertThat(sync.getStatus().observedGeneration()).isEqualTo(7);
    assertThat(sync.getStatus().generated()).hasSize(1);
  }

  @Test
  void thePartsOfStatusesAreKnown() {
    Set<Class<?>> ofStatuses =
        reachable(
            SecretSyncStatus.class,
            SecretStoreStatus.class,
            ClusterSecretSyncStatus.class,
            TenantSecretScopeStatus.class);
    ofStatuses.removeAll(
        reachable(
            SecretSyncSpec.class,
            SecretStoreSpec.class,
            ClusterSecretSyncSpec.class,
            TenantSecretScopeSpec.class));

    assertThat(ofStatuses.stream().filter(RequiredFieldsTest::requiresSomething))
        .containsExactlyInAnyOrderElementsOf(RequiredFields.OF_STATUSES);
  }

  private static boolean requiresSomething(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .anyMatch(component -> component.getAccessor().isAnnotationPresent(Required.class));
  }

  /** Our records that values of these are made of. */
  private static Set<Class<?>> reachable(Class<?>... roots) {
    Set<Class<?>> seen = new LinkedHashSet<>();
    Deque<Class<?>> open = new ArrayDeque<>(List.of(roots));
    while (!open.isEmpty()) {
      Class<?> type = open.pop();
      if (type.isRecord() && seen.add(type)) {
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getGenericType)
            .forEach(part -> open.addAll(classes(part)));
      }
    }
    return seen;
  }

  private static Set<Class<?>> classes(Type type) {
    return switch (type) {
      case Class<?> plain -> Set.of(plain);
      case ParameterizedType generic ->
          Arrays.stream(generic.getActualTypeArguments())
              .flatMap(part -> classes(part).stream())
              .collect(Collectors.toSet());
      default -> Set.of();
    };
  }
}
