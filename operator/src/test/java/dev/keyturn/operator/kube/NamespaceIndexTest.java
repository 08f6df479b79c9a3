package dev.keyturn.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Pure client code, so the CRUD mock is enough. */
@EnableKubernetesMockClient(crud = true)
class NamespaceIndexTest {
  @SuppressWarnings("NullAway.Init") // the extension sets it
  private static KubernetesClient client;

  @Test
  void namespacesAreKnownByTheirUidAndANewOneOfTheSameNameIsAnother() {
    String uid = create("first");
    try (NamespaceIndex index = new NamespaceIndex(client, Set.of(), InstantSource.system())) {
      List<String> changed = new CopyOnWriteArrayList<>();
      index.addListener(changed::add);
      assertThat(index.hasSynced()).isFalse();
      index.start();
      Awaitility.await().until(index::hasSynced);
      awaitUid(index, "first", uid);

      client.namespaces().withName("first").delete();
      Awaitility.await().until(() -> index.find("first").isEmpty());
      String another = create("first");
      assertThat(another).isNotEqualTo(uid);
      awaitUid(index, "first", another);
      assertThat(changed).filteredOn("first"::equals).hasSize(3);
    }
  }

  @Test
  void withRightsInSomeNamespacesOnlyJustThoseAreRead() {
    String uid = create("mine");
    create("other");
    try (NamespaceIndex index =
        new NamespaceIndex(client, Set.of("mine", "absent"), InstantSource.system())) {
      index.start();
      assertThat(index.hasSynced()).isTrue();
      assertThat(index.find("mine")).contains(new NamespaceIdentity("mine", uid));
      assertThat(index.find("other")).isEmpty();
      assertThat(index.find("absent")).isEmpty();
    }
  }

  private static void awaitUid(NamespaceIndex index, String name, String uid) {
    Awaitility.await()
        .until(() -> index.find(name).equals(Optional.of(new NamespaceIdentity(name, uid))));
  }

  private static String create(String name) {
    Namespace namespace =
        new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
    return client.resource(namespace).create().getMetadata().getUid();
  }
}
