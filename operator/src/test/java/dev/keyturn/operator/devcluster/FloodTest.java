package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects that change their state as often as they can. */
final class FloodTest {
  private static final List<String> NAMESPACES = List.of("left", "right");
  private static final Duration BETWEEN_EVENTS = Duration.ofMinutes(5);

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private void sync(String namespace, String name) {
    house.sync(namespace, name, namespace + "-" + name, "refreshInterval: 1m");
  }

  private void failsAndRecovers(String namespace) {
    String key = namespace + "-flapping";
    house.backend.purge(key);
    house.advanceUntil(
        Duration.ofMinutes(1),
        () ->
            assertThat(house.condition(namespace, "flapping", "Synced"))
                .isEqualTo("False/NotFound"));
    house.backend.put(key, "v" + house.time.nanoTime());
    house.advanceUntil(
        Duration.ofMinutes(1),
        () ->
            assertThat(house.condition(namespace, "flapping", "Synced"))
                .isEqualTo("True/UpToDate"));
  }

  /** The times of the events of each object and reason. */
  private Collection<List<Instant>> times(String namespace) {
    return house.client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .collect(
            Collectors.groupingBy(
                event -> event.getRegarding().getUid() + " " + event.getReason(),
                Collectors.mapping(FloodTest::time, Collectors.toList())))
        .values();
  }

  private static Instant time(Event event) {
    return Instant.parse(event.getEventTime().getTime());
  }

  /** Names and labels of the series that are not about one object. */
  private Set<String> series() {
    return house
        .page(house.operator(), "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("keyturn_"))
        .filter(line -> !line.contains("name=\""))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Fault("O3")
  @Test
  void thereIsOneEventInFiveMinutesAndAnObjectMoreIsNoSeriesMore() {
    for (String namespace : NAMESPACES) {
      house.tenant(namespace);
      house.backend.put(namespace + "-flapping", "v1");
      sync(namespace, "flapping");
      house.awaitSynced(namespace, "flapping");
    }
    for (int i = 0; i < 10; i++) {
      NAMESPACES.forEach(this::failsAndRecovers);
    }
    for (String namespace : NAMESPACES) {
      assertThat(times(namespace))
          .anySatisfy(times -> assertThat(times).hasSizeGreaterThan(1))
          .allSatisfy(times -> {
            List<Instant> inOrder = times.stream().sorted().toList();
            for (int i = 1; i < inOrder.size(); i++) {
              assertThat(Duration.between(inOrder.get(i - 1), inOrder.get(i)))
                  .isGreaterThanOrEqualTo(BETWEEN_EVENTS);
            }
          });
    }
    Set<String> before = series();
    for (String namespace : NAMESPACES) {
      for (int i = 0; i < 20; i++) {
        sync(namespace, "absent-" + i);
      }
      for (int i = 0; i < 20; i++) {
        house.awaitCondition(namespace, "absent-" + i, "Synced", "False/NotFound");
      }
    }
    assertThat(series()).isEqualTo(before);
    Map<String, Long> byMetric =
        before.stream()
            .filter(line -> line.contains("namespace=\""))
            .collect(
                Collectors.groupingBy(
                    line -> line.substring(0, line.indexOf('{')), Collectors.counting()));
    assertThat(byMetric.values())
        .allSatisfy(count ->
            assertThat(count)
                .isLessThanOrEqualTo((long) NAMESPACES.size() * ErrorClass.values().length));
  }
}
