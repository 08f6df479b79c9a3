package dev.keyturn.operator.devcluster;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.operator.provider.testkit.FakeLedger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;

/** An operator with stores that many syncs read from. */
abstract class ManySyncs {
  final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  void store(String namespace, String backend, String limits) {
    house.backend(backend);
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: %s}
        spec:
          refreshInterval: 10m
          limits: %s
          provider: {fake: {data: [{key: backend, value: %s}]}}
        """,
        namespace, limits, backend);
    house.awaitStore(namespace, "store", "True/Valid");
  }

  void syncs(String namespace, FakeBackend backend, int count) {
    for (int i = 0; i < count; i++) {
      backend.put("path-" + i, "v1");
      house.sync(namespace, "sync-" + i, "path-" + i, "refreshInterval: 1h\nmaxStaleness: 6h");
    }
  }

  void awaitAllSynced(String namespace, int count) {
    house
        .await()
        .atMost(Duration.ofMinutes(3))
        .until(() ->
            synced(namespace).values().stream().filter("True/UpToDate"::equals).count() == count);
  }

  Map<String, String> synced(String namespace) {
    return house
        .client
        .resources(SecretSync.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .collect(Collectors.toMap(sync -> sync.getMetadata().getName(), sync -> ready(sync)));
  }

  static String ready(SecretSync sync) {
    return Optional.ofNullable(sync.getStatus())
        .flatMap(status -> Conditions.find(status.conditions(), Condition.READY))
        .map(ready -> ready.status() + "/" + ready.reason())
        .orElse("");
  }

  static Map<String, Long> readsByPath(FakeBackend backend) {
    return backend.ledger().entries().stream()
        .filter(entry -> entry.operation() == FakeBackend.Operation.READ)
        .collect(Collectors.groupingBy(FakeLedger.Entry::key, Collectors.counting()));
  }

  List<String> writesOfSyncs(String namespace) {
    return house.writes(namespace).stream()
        .filter(line -> line.contains(" secretsyncs/") || line.contains(" secrets/"))
        .toList();
  }

  /** How often the operator looks at stores: none is under way when it comes to rest. */
  double storePassesUnderWay() {
    return house
        .page(house.operator(), "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("keyturn_reconcile_active"))
        .filter(line -> line.contains("\"secretstore\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
