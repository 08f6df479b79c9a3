package dev.keyturn.operator.kube.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class DependentsTest {
  private static final Reference TOKEN = Reference.secret("shop", "vault-token");
  private static final Reference CA = Reference.configMap("shop", "vault-ca");

  private final Dependents<String> dependents = new Dependents<>();

  @Test
  void aReferenceBeginsWithItsFirstUserAndEndsWithItsLast() {
    assertThat(dependents.set("a", Set.of(TOKEN, CA)).firstUsed()).containsOnly(TOKEN, CA);
    assertThat(dependents.set("b", Set.of(TOKEN)).firstUsed()).isEmpty();
    assertThat(dependents.of(TOKEN)).containsOnly("a", "b");

    assertThat(dependents.set("a", Set.of(CA)).noLongerUsed()).isEmpty();
    assertThat(dependents.set("b", Set.of()).noLongerUsed()).containsOnly(TOKEN);
    assertThat(dependents.of(TOKEN)).isEmpty();
    assertThat(dependents.of(CA)).containsOnly("a");
  }

  @Test
  void sayingTheSameAgainChangesNothing() {
    dependents.set("a", Set.of(TOKEN));
    Dependents.Change again = dependents.set("a", Set.of(TOKEN));

    assertThat(again.firstUsed()).isEmpty();
    assertThat(again.noLongerUsed()).isEmpty();
    assertThat(dependents.of(TOKEN)).containsOnly("a");
  }

  @Test
  void aNewUserTakesOverInOneStep() {
    dependents.set("a", Set.of(TOKEN));
    Dependents.Change change = dependents.set("a", Set.of(CA));

    assertThat(change.firstUsed()).containsOnly(CA);
    assertThat(change.noLongerUsed()).containsOnly(TOKEN);
  }
}
