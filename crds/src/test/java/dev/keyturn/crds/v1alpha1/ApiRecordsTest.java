package dev.keyturn.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ApiRecordsTest {
  private static final Set<Class<?>> SCALARS =
      Set.of(String.class, Integer.class, Long.class, Boolean.class, int.class, boolean.class);

  @Test
  void enumsAndDurationsAreTextsSoThatNoValueMakesAnObjectUnreadable() {
    Set<Class<?>> records = new LinkedHashSet<>();
    for (Class<?> root :
        List.of(
            SecretStoreSpec.class,
            SecretStoreStatus.class,
            SecretSyncSpec.class,
            SecretSyncStatus.class,
            ClusterSecretSyncSpec.class,
            ClusterSecretSyncStatus.class,
            TenantSecretScopeSpec.class,
            TenantSecretScopeStatus.class)) {
      visit(root, records);
    }
    assertThat(records).contains(VaultAppRole.class, FakeProvider.Entry.class, Condition.class);
  }

  @Test
  void unknownFieldsAndValuesOfANewerVersionAreRead() throws IOException {
    SecretSyncSpec spec =
        new ObjectMapper()
            .readValue(
                """
                {"secretStoreRef": {"name": "vault", "shiny": 1}, "refreshPolicy": "Periodic",
                 "target": {"creationPolicy": "Adopt"}}
                """,
                SecretSyncSpec.class);
    assertThat(spec.secretStoreRef().name()).isEqualTo("vault");
    assertThat(spec.target()).isEqualTo(new SyncTarget(null, "Adopt", null, null, null, null));
  }

  @Test
  void absentFieldsAreNotWritten() throws IOException {
    SyncError error = new SyncError("KeyMissing", null, null, "2026-01-01T00:00:00Z");
    assertThat(new ObjectMapper().writeValueAsString(error))
        .isEqualTo("{\"class\":\"KeyMissing\",\"since\":\"2026-01-01T00:00:00Z\"}");
  }

  private static void visit(Type type, Set<Class<?>> records) {
    if (type instanceof ParameterizedType generic) {
      assertThat(generic.getRawType()).isIn(List.class, Map.class);
      for (Type argument : generic.getActualTypeArguments()) {
        visit(argument, records);
      }
      return;
    }
    Class<?> raw = (Class<?>) type;
    if (SCALARS.contains(raw)) {
      return;
    }
    assertThat(raw.isRecord()).as(raw.getName()).isTrue();
    if (records.add(raw)) {
      for (RecordComponent component : raw.getRecordComponents()) {
        visit(component.getGenericType(), records);
      }
    }
  }
}
