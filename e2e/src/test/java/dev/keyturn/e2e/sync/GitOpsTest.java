package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What Argo CD compares, on objects that the operator works on: a manifest with what stands there,
 * field by field with lists as wholes, and the answer of a rehearsed apply with what stands there.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GitOpsTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String INSTANCE = "app.kubernetes.io/instance";
  private static final String TRACKING = "argocd.argoproj.io/tracking-id";

  private Installation installation;
  private OperatorProcess operator;
  private RealVault vault;
  private Objects shop;
  private String mount;
  private final List<GenericKubernetesResource> applied = new ArrayList<>();

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) {
    vault = realVault;
    installation = Installation.enrolled(cluster, "gitops");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    vault.keyValues().write(mount, "db", Map.of("v", "one"));
    shop.secret("vault-token", "token", vault.rootToken());
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
  }

  @AfterAll
  void uninstall() {
    applied.forEach(object -> installation.client().resource(object).delete());
    operator.close();
    installation.close();
  }

  /**
   * Every object of ours in the examples, under a name of its own, and a sync that reads and on
   * which the operator sets a finalizer.
   */
  private Stream<GenericKubernetesResource> objects() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SourceTree.root().resolve("examples"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
        texts.addAll(List.of(Files.readString(file).split("(?m)^---$")));
      }
    }
    List<GenericKubernetesResource> objects = new ArrayList<>();
    for (String text : texts) {
      if (text.contains("apiVersion: keyturn.dev/")) {
        GenericKubernetesResource object = read(completed(text));
        object
            .getMetadata()
            .setName("example-" + objects.size() + "-" + object.getMetadata().getName());
        objects.add(object);
      }
    }
    objects.add(read(Manifests.tokenStore(vault, "vault", mount)));
    objects.add(
        read(
            Manifests.sync(
                "db",
                "vault",
                "10s",
                "dataFrom: [{extract: {key: db}}]\n"
                    + "  push: [{secretKey: v, remoteRef: {key: pushed, property: v},"
                    + " deletionPolicy: Delete}]")));
    return objects.stream();
  }

  /** With a name where a person puts one in. */
  private static String completed(String manifest) {
    return manifest.replaceAll(
        "\\b(PROJECT|LOCATION|CLUSTER|TENANT|VAULT|ACCOUNT)\\b", "sample-name");
  }

  private static GenericKubernetesResource read(String manifest) {
    return Serialization.unmarshal(manifest, GenericKubernetesResource.class);
  }

  /** As Argo CD applies it: with its marks on it. */
  private GenericKubernetesResource tracked(GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    if (!object.getKind().startsWith("Cluster") && !object.getKind().equals("TenantSecretScope")) {
      meta.setNamespace(mount);
    }
    meta.setLabels(with(meta.getLabels(), INSTANCE, "shop"));
    meta.setAnnotations(
        with(
            meta.getAnnotations(),
            TRACKING,
            "shop:keyturn.dev/%s:%s/%s".formatted(object.getKind(), mount, meta.getName())));
    return object;
  }

  private static Map<String, String> with(
      @Nullable Map<String, String> map, String key, String value) {
    Map<String, String> more = new TreeMap<>(map == null ? Map.of() : map);
    more.put(key, value);
    return more;
  }

  private static PatchContext apply(boolean rehearsed) {
    PatchContext.Builder context =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("argocd-controller")
            .withForce(true);
    return (rehearsed ? context.withDryRun(List.of("All")) : context).build();
  }

  @Test
  @Fault(value = "A1", on = Fault.Tier.R)
  void whatTheOperatorWorksOnIsAsItWasAppliedAndItsSecretIsNobodysToPrune() throws IOException {
    objects()
        .map(this::tracked)
        .forEach(object -> {
          installation.client().resource(object).patch(apply(false));
          applied.add(object);
        });
    assertThat(applied).hasSizeGreaterThan(30);
    shop.awaitData("db", Map.of("v", "one"));
    shop.awaitCondition("db", Condition.PUSHED, "True/UpToDate");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(applied.stream().filter(it -> !isJudged(it)))
                .extracting(it -> it.getKind() + "/" + it.getMetadata().getName())
                .isEmpty());
    assertInSync();

    // What heals itself at Argo CD must not fight with a refresh either.
    vault.keyValues().write(mount, "db", Map.of("v", "two"));
    applied.forEach(object -> installation.client().resource(object).patch(apply(false)));
    shop.request("db");
    shop.awaitData("db", Map.of("v", "two"));
    shop.awaitHandled("db");
    assertInSync();

    ObjectMeta target =
        installation.client().secrets().inNamespace(mount).withName("db").require().getMetadata();
    assertThat(target.getLabels()).doesNotContainKey(INSTANCE);
    assertThat(String.valueOf(target.getAnnotations())).doesNotContain(TRACKING);
    assertThat(target.getOwnerReferences()).hasSize(1);
  }

  private boolean isJudged(GenericKubernetesResource object) {
    JsonNode live = live(object);
    return live.at("/status/observedGeneration").asLong(-1)
        == live.at("/metadata/generation").asLong();
  }

  private void assertInSync() {
    for (GenericKubernetesResource object : applied) {
      JsonNode live = live(object);
      JsonNode rehearsed =
          YAML.valueToTree(installation.client().resource(object).patch(apply(true)));
      assertThat(comparable(rehearsed)).isEqualTo(comparable(live));
      assertThat(differences("", YAML.valueToTree(object), live))
          .as("%s %s", object.getKind(), object.getMetadata().getName())
          .isEmpty();
      // Nothing is added where a person writes: not a default, not a field of the operator's.
      assertThat(live.path("spec")).isEqualTo(YAML.valueToTree(object).path("spec"));
    }
  }

  private JsonNode live(GenericKubernetesResource object) {
    return YAML.valueToTree(installation.client().resource(object).get());
  }

  /** Who wrote what, and when, is not compared; neither is what only the operator writes. */
  private static JsonNode comparable(JsonNode object) {
    ObjectNode copy = object.deepCopy();
    ObjectNode meta = (ObjectNode) copy.path("metadata");
    meta.remove(List.of("managedFields", "resourceVersion", "generation"));
    copy.remove("status");
    return copy;
  }

  /** The paths of what a merge patch from one to the other would set. */
  private static List<String> differences(String path, JsonNode wanted, JsonNode live) {
    if (!wanted.isObject()) {
      return wanted.equals(live) ? List.of() : List.of(path);
    }
    return wanted.properties().stream()
        .flatMap(field ->
            differences(path + "/" + field.getKey(), field.getValue(), live.path(field.getKey()))
                .stream())
        .toList();
  }
}
