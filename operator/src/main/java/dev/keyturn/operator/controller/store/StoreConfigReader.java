package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.CaProvider;
import dev.keyturn.crds.v1alpha1.Durations;
import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.StoreCache;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.kube.credential.Reference;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.source.ConnectionSettings;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Understands a store's spec; each provider reads its own part. */
public final class StoreConfigReader {
  private static final Duration PROBE = Duration.ofMinutes(5);
  private static final Duration SHORTEST_PROBE = Duration.ofSeconds(10);
  private static final Duration VALUE_LIFETIME = Duration.ofSeconds(30);
  private static final int MOST_VALUES = 1000;

  private final ProviderConfigs providers;

  StoreConfigReader(ProviderConfigs providers) {
    this.providers = providers;
  }

  StoreConfig read(CustomResource<SecretStoreSpec, SecretStoreStatus> store) {
    SecretStoreSpec spec = store.getSpec();
    Owner owner = Owner.of(store);
    Problems problems = new Problems();
    Optional<ProviderConfigs.Chosen> chosen = providers.choose(spec.provider(), owner, problems);
    CallRules calls = new CallRules(problems);
    String provider = chosen.map(ProviderConfigs.Chosen::provider).orElse("none");
    ConnectionSettings connection =
        new ConnectionSettings(
            provider,
            calls.request(spec.timeouts()),
            problems.duration("cache.ttl", lifetime(spec.cache()), VALUE_LIFETIME),
            mostValues(spec.cache()),
            calls.limits(spec, provider),
            calls.retry(spec));
    Duration connect = calls.connect(spec.timeouts());
    Duration probe = problems.duration("refreshInterval", spec.refreshInterval(), PROBE);
    if (probe.compareTo(SHORTEST_PROBE) < 0) {
      problems.add("refreshInterval", "must be at least 10s");
    }
    StoreRulesReader.check(spec, problems);
    StoreConfig.Authorities authorities =
        authorities("caProvider", spec.caBundle(), spec.caProvider(), owner, problems);
    if (!problems.isEmpty() || chosen.isEmpty()) {
      return new StoreConfig.Invalid(problems.list());
    }
    return new StoreConfig.Valid(
        connection,
        connect,
        chosen.get().secrets(),
        chosen.get().account(),
        chosen.get().route().authorities().orElse(authorities),
        chosen.get().route().endpoints(),
        chosen.get().route().client(),
        chosen.get().opener(),
        chosen.get().addresses(),
        chosen.get().binding());
  }

  /** What two fields say, the second of which has this path. */
  static StoreConfig.Authorities authorities(
      String field,
      @Nullable String bundle,
      @Nullable CaProvider kept,
      Owner owner,
      Problems problems) {
    if (kept == null) {
      return bundle == null
          ? new StoreConfig.Authorities.OfTheSystem()
          : new StoreConfig.Authorities.Inline(bundle);
    }
    String namespace = owner.namespaceOf(field, kept.namespace(), problems);
    Reference reference =
        kept.type().equals("ConfigMap")
            ? Reference.configMap(namespace, kept.name())
            : Reference.secret(namespace, kept.name());
    return new StoreConfig.Authorities.Kept(
        new StoreConfig.SecretKeyReference(field, reference, kept.key()));
  }

  private static @Nullable String lifetime(@Nullable StoreCache cache) {
    return cache == null ? null : cache.ttl();
  }

  private static int mostValues(@Nullable StoreCache cache) {
    return cache == null || cache.maxEntries() == null ? MOST_VALUES : cache.maxEntries();
  }

  /** Where the references of a store lead. */
  public record Owner(StoreKey key) {
    static Owner of(CustomResource<SecretStoreSpec, SecretStoreStatus> store) {
      return new Owner(StoreKey.of(store));
    }

    boolean isClusterWide() {
      return key.kind() == StoreKind.ClusterSecretStore;
    }

    String namespace() {
      return key.namespace();
    }

    StoreConfig.SecretKeyReference secret(String field, KeyReference named, Problems problems) {
      return new StoreConfig.SecretKeyReference(
          field,
          Reference.secret(namespaceOf(field, named.namespace(), problems), named.name()),
          named.key());
    }

    /** A namespaced store can never name another namespace; a cluster-wide one has to name one. */
    String namespaceOf(String field, @Nullable String named, Problems problems) {
      if (!isClusterWide()) {
        if (named != null) {
          problems.add(field + ".namespace", "is for a ClusterSecretStore only");
        }
        return namespace();
      }
      if (named == null) {
        problems.add(field + ".namespace", "is needed on a ClusterSecretStore");
        return "";
      }
      return named;
    }
  }

  /** Collects what is wrong. */
  public static final class Problems {
    private final List<ConfigProblem> list = new ArrayList<>();

    void add(String field, String cause) {
      list.add(new ConfigProblem(field, FailureDetail.FIELD, cause));
    }

    /** The text as a duration; a problem and the given one where it is none. */
    Duration duration(String field, @Nullable String text, Duration otherwise) {
      if (text == null) {
        return otherwise;
      }
      return Durations.parse(text)
          .orElseGet(() -> {
            add(field, "is no duration");
            return otherwise;
          });
    }

    void addAll(List<ConfigProblem> problems) {
      list.addAll(problems);
    }

    boolean isEmpty() {
      return list.isEmpty();
    }

    List<ConfigProblem> list() {
      return List.copyOf(list);
    }
  }
}
