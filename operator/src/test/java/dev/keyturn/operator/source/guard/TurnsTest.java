package dev.keyturn.operator.source.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.engine.schedule.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TurnsTest {
  private final Turns turns = new Turns();

  private void join(Lane lane, long servedAt, String... readers) {
    for (String reader : readers) {
      turns.join(new Waiter(reader, 1, 1, servedAt, Optional.empty(), lane));
    }
  }

  private List<String> order() {
    List<String> order = new ArrayList<>();
    while (!turns.isEmpty()) {
      String next = turns.first().orElseThrow().reader();
      order.add(next);
      turns.take(next);
    }
    assertThat(turns.first()).isEmpty();
    return order;
  }

  @Test
  void whoWaitsForAValueGoesBeforeWhatIsDueAndOfFiveTurnsOneIsARefreshs() {
    join(Lane.REFRESH, 0, "a/r1", "a/r2", "a/r3");
    join(Lane.FIRST, 0, "a/f1", "a/f2", "a/f3", "a/f4", "a/f5", "a/f6");
    assertThat(order())
        .containsExactly("a/f1", "a/f2", "a/f3", "a/f4", "a/r1", "a/f5", "a/f6", "a/r2", "a/r3");
  }

  @Test
  void noTurnIsKeptForRefreshesWhileNoneWaits() {
    join(Lane.FIRST, 0, "a/f1", "a/f2", "a/f3", "a/f4", "a/f5");
    for (int i = 0; i < 4; i++) {
      turns.take(turns.first().orElseThrow().reader());
    }
    join(Lane.REFRESH, 0, "a/r1");
    assertThat(order()).containsExactly("a/f5", "a/r1");
  }

  @Test
  void namespacesTakeTurnsInALane() {
    join(Lane.FIRST, 0, "many/1", "many/2", "many/3", "few/1", "other/1", "few/2");
    assertThat(order()).containsExactly("many/1", "few/1", "other/1", "many/2", "few/2", "many/3");
  }

  @Test
  void whoWaitsAlreadyKeepsItsPlaceOrGetsABetterOne() {
    join(Lane.REFRESH, 0, "a/1", "a/2", "a/3");
    turns.join(new Waiter("a/1", 7, 7, 0, Optional.empty(), Lane.REFRESH));
    join(Lane.FIRST, 0, "a/3");
    join(Lane.REFRESH, 0, "a/3");
    assertThat(turns.first().orElseThrow().lane()).isEqualTo(Lane.FIRST);
    turns.take("a/3");
    assertThat(turns.first().orElseThrow().calls()).isEqualTo(7);
    assertThat(order()).containsExactly("a/1", "a/2");
  }

  @Test
  void whoLeavesHasNoTurn() {
    join(Lane.FIRST, 0, "a/1", "b/1");
    turns.leave("a/1");
    turns.leave("a/unknown");
    turns.take("a/1");
    assertThat(order()).containsExactly("b/1");
  }

  @Test
  void whatAnOutageHeldUpGoesByTimeAndBeforeWhatIsDueButNotBeforeWhoComesNewly() {
    join(Lane.REFRESH, 30, "a/late");
    join(Lane.FIRST, 10, "b/early");
    join(Lane.REFRESH, 20, "a/middle");
    turns.longestUnservedFirst();
    join(Lane.REFRESH, 0, "c/due");
    join(Lane.FIRST, 0, "c/new");
    assertThat(order()).containsExactly("c/new", "b/early", "a/middle", "a/late", "c/due");
  }
}
