package dev.keyturn.operator.engine.plan;

import static dev.keyturn.operator.engine.plan.PlanFixture.assertFailed;
import static dev.keyturn.operator.engine.plan.PlanFixture.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stores whose backend is a namespace of this cluster. */
class LocalStorePlanTest {
  private static final StoreIdentity STORE = new StoreIdentity(StoreKind.SecretStore, "vault");

  private static World world(String key, String namespace) {
    return new World(PlanFixture.spec(PlanFixture.entry("v", key, null)))
        .store(new StoreView.Usable(STORE, "", StoreRules.OPEN, Optional.of(namespace)));
  }

  @Test
  void anotherNamespaceIsClosedWithoutAScope() {
    assertFailed(next(world("source", "platform")), ErrorClass.ScopeDenied, Detail.STORE);
  }

  @Test
  void theOwnNamespaceIsOpen() {
    assertThat(next(world("source", "shop"))).isInstanceOf(Step.Need.class);
  }

  @Test
  void theOwnTargetIsNoSource() {
    String target = PlanFixture.ID.name();
    assertFailed(next(world(target, "shop")), ErrorClass.ConfigInvalid, Detail.FIELD);
  }
}
