package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.operator.engine.plan.PushPlan.Action;
import dev.keyturn.operator.engine.plan.PushPlan.Owner;
import dev.keyturn.operator.engine.plan.PushPlan.Standing;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushPlanTest {

  @ParameterizedTest
  @CsvSource({
    "ABSENT, NOBODY, false, false, CREATE",
    "PRESENT, OURS, true, false, NOTHING",
    "PRESENT, OURS, false, false, REPLACE",
    "PRESENT, NOBODY, true, false, MARK",
    "PRESENT, NOBODY, false, false, CONFLICT",
    "PRESENT, ANOTHER, true, false, CONFLICT",
    "PRESENT, ANOTHER, false, false, CONFLICT",
    "PRESENT, ANOTHER, false, true, NOTHING",
    "PRESENT, NOBODY, false, true, NOTHING",
    "DELETED, OURS, false, false, REPLACE",
    "DELETED, NOBODY, false, false, CONFLICT",
    "DELETED, ANOTHER, false, false, CONFLICT"
  })
  void onlyWhatIsOursOrNobodysAndEqualIsTouched(
      Standing standing, Owner owner, boolean equal, boolean keep, Action action) {
    assertThat(PushPlan.decide(standing, owner, equal, keep)).isEqualTo(action);
  }

  @Test
  void entriesOfOneSecretAreOneWrite() {
    List<PushPlan.Group> groups =
        PushPlan.groups(
            List.of(push("a", "one", "x"), push("b", "two", "y"), push("a", "one", "z")));
    assertThat(groups).hasSize(2);
    assertThat(groups.getFirst().entries()).hasSize(2);
  }

  @Test
  void aPropertyMayStandOnceAndNotBesideTheWhole() {
    assertThat(PushPlan.mixed(List.of(push("a", "one", "x"), push("a", "one", "y")))).isEmpty();
    assertThat(PushPlan.mixed(List.of(push("a", "one", "x"), push("a", "one", "x")))).isPresent();
    assertThat(PushPlan.mixed(List.of(push("a", "one", "x"), push("a", "one", "")))).isPresent();
    assertThat(PushPlan.mixed(List.of(push("a", "one", ""), push("b", "one", "")))).isEmpty();
  }

  private static SyncSettings.Push push(String store, String key, String property) {
    return new SyncSettings.Push(
        "push",
        Optional.of("k"),
        "source",
        new StoreReference(store, null),
        key,
        Optional.of(property).filter(name -> !name.isEmpty()),
        new TreeMap<>(),
        false,
        false);
  }
}
