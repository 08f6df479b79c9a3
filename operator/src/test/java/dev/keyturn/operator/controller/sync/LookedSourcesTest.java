package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.operator.engine.plan.PushPlan;
import dev.keyturn.operator.engine.plan.SyncId;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookedSourcesTest {
  private static final SyncId ID = new SyncId("shop", "push");

  private final LookedSources looked = new LookedSources();

  private static PushPlan.Group group(String key) {
    return new PushPlan.Group(new StoreReference("vault", "SecretStore"), key, List.of());
  }

  @Test
  void onlyTheLastVersionsOfASecretAreKept() {
    for (int version = 0; version < 100; version++) {
      looked.add(ID, group("a"), "app@" + version);
    }
    assertThat(looked.contains(ID, group("a"), "app@98")).isFalse();
    assertThat(looked.contains(ID, group("a"), "app@99")).isTrue();
  }

  @Test
  void whatTheSpecDoesNotWantAnyMoreIsForgotten() {
    looked.add(ID, group("a"), "app@1");
    looked.add(ID, group("b"), "app@1");
    looked.retain(ID, List.of(group("b")));
    assertThat(looked.contains(ID, group("a"), "app@1")).isFalse();
    assertThat(looked.contains(ID, group("b"), "app@1")).isTrue();
  }
}
