package dev.keyturn.operator.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.source.DenialSearch.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenialSearchTest {
  private final List<List<String>> asked = new ArrayList<>();

  private static List<String> keys(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private DenialSearch search(Set<String> denied) {
    return new DenialSearch(some -> {
      asked.add(some);
      return some.stream().anyMatch(denied::contains) ? Said.REFUSED : Said.ANSWERED;
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 20})
  void whicheverItIsItIsFoundByFewRequests(int count) {
    for (String denied : keys(count)) {
      asked.clear();
      assertThat(search(Set.of(denied)).find(keys(count))).contains(denied);
      assertThat(asked).hasSizeLessThanOrEqualTo(6);
    }
  }

  @Test
  void oneOfTwoIsFound() {
    assertThat(search(Set.of("2", "8")).find(keys(10)))
        .hasValueSatisfying(found -> assertThat(found).isIn("2", "8"));
  }

  @Test
  void whereEveryRequestIsRefusedNoneIsToBlame() {
    assertThat(search(Set.copyOf(keys(10))).find(keys(10))).isEmpty();
    assertThat(search(Set.of("0")).find(List.of("0"))).isEmpty();
  }

  @Test
  void aRequestThatFailsEndsTheSearch() {
    DenialSearch search =
        new DenialSearch(some -> {
          asked.add(some);
          return Said.FAILED;
        });
    assertThat(search.find(keys(10))).isEmpty();
    assertThat(asked).hasSize(1);
  }
}
