package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefreshPolicyPlanTest {

  private static Step edited(RefreshPolicy policy, UnaryOperator<World> change) {
    World world =
        new World(
            PlanFixture.scheduled(
                PlanFixture.spec(PlanFixture.entry("a", "shop", null)), policy, null));
    Observed seen = change.apply(world.settled()).observed();
    Observed edited =
        new Observed(
            seen.id(),
            seen.namespace(),
            seen.spec(),
            seen.generation() + 1,
            seen.status(),
            seen.request(),
            seen.stores(),
            seen.scopes(),
            seen.enrolled(),
            seen.target(),
            seen.due(),
            seen.waiting(),
            seen.serving(),
            seen.now(),
            seen.templates(),
            seen.reissue());
    return PlanFixture.plan().next(edited, Knowledge.NOTHING);
  }

  @ParameterizedTest
  @EnumSource(
      value = RefreshPolicy.class,
      names = {"Periodic", "OnChange"})
  void anEditIsReadFor(RefreshPolicy policy) {
    assertThat(edited(policy, world -> world)).isInstanceOf(Step.Need.class);
  }

  @Test
  void whatIsCreatedOnceIsNotReadForAnEditWhileItIsThere() {
    assertThat(edited(RefreshPolicy.CreatedOnce, world -> world)).isEqualTo(new Step.Rest(false));
  }

  @Test
  void whatIsCreatedOnceIsReadAgainWhenItIsLostOrChangedOrAskedFor() {
    assertThat(edited(RefreshPolicy.CreatedOnce, World::withoutTarget))
        .isInstanceOf(Step.Need.class);
    assertThat(edited(RefreshPolicy.CreatedOnce, World::drifted)).isInstanceOf(Step.Need.class);
    assertThat(edited(RefreshPolicy.CreatedOnce, world -> world.requested("now")))
        .isInstanceOf(Step.Need.class);
  }
}
