package dev.keyturn.cli.dev;

import dev.keyturn.cli.cluster.ObjectKind;
import dev.keyturn.cli.output.Ages;
import dev.keyturn.cli.status.Health;
import dev.keyturn.cli.status.HealthReader;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads how everything is; of a Secret it shows the names of its keys. */
final class Board {
  private static final String SECRET = "Secret ";

  private final KubernetesClient client;
  private final HealthReader reader;
  private final InstantSource clock;

  Board(KubernetesClient client, InstantSource clock) {
    this.client = client;
    this.reader = new HealthReader(client);
    this.clock = clock;
  }

  List<Row> rows() {
    return reader.read(Optional.empty(), "").objects().stream()
        .map(health -> new Row(health, detail(health)))
        .toList();
  }

  private String detail(Health health) {
    if (health.kind() != ObjectKind.SecretSync || !health.detail().startsWith(SECRET)) {
      return health.detail();
    }
    String name = health.detail().substring(SECRET.length());
    Secret secret = client.secrets().inNamespace(health.namespace()).withName(name).get();
    if (secret == null) {
      return health.detail() + " is not there";
    }
    String keys =
        secret.getData() == null ? "" : String.join(", ", new TreeSet<>(secret.getData().keySet()));
    return health.detail()
        + " changed "
        + Ages.since(health.changed(), clock.instant())
        + " ago (keys: "
        + keys
        + ")";
  }
}
