package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.ConflictPolicy;
import dev.keyturn.crds.v1alpha1.ConversionStrategy;
import dev.keyturn.crds.v1alpha1.DecodingStrategy;
import dev.keyturn.crds.v1alpha1.FindName;
import dev.keyturn.crds.v1alpha1.MergeStrategy;
import dev.keyturn.crds.v1alpha1.MetadataPolicy;
import dev.keyturn.crds.v1alpha1.PriorityPolicy;
import dev.keyturn.crds.v1alpha1.RemoteReference;
import dev.keyturn.crds.v1alpha1.RewriteMerge;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SourceReference;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.SyncDataFrom;
import dev.keyturn.crds.v1alpha1.SyncFallback;
import dev.keyturn.crds.v1alpha1.SyncFind;
import dev.keyturn.crds.v1alpha1.SyncRewrite;
import dev.keyturn.crds.v1alpha1.SyncRule;
import dev.keyturn.operator.engine.template.Expression;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the part of a spec that says where values come from and what becomes of them. */
record ShapingReader(SecretSyncSpec spec) {

  SyncSettings.Shaping shaping() throws SpecReader.Fault {
    List<StoreIdentity> fallbacks = new ArrayList<>();
    for (SyncFallback fallback : orEmpty(spec.fallback())) {
      fallbacks.add(store("spec.fallback[" + fallbacks.size() + "].storeRef", fallback.storeRef()));
    }
    List<ValueRule> rules = new ArrayList<>();
    for (SyncRule rule : orEmpty(spec.validate())) {
      rules.add(rule("spec.validate[" + rules.size() + "]", rule));
    }
    return new SyncSettings.Shaping(
        store("spec.secretStoreRef", spec.secretStoreRef()),
        List.copyOf(fallbacks),
        List.copyOf(rules));
  }

  List<SyncSettings.Group> groups() throws SpecReader.Fault {
    List<SyncSettings.Group> groups = new ArrayList<>();
    List<SyncDataFrom> entries = orEmpty(spec.dataFrom());
    for (int i = 0; i < entries.size(); i++) {
      SyncDataFrom entry = entries.get(i);
      String field = "dataFrom[" + i + "]";
      if (IssueSpec.isIssued(entry)) {
        continue;
      }
      if (entry.extract() != null && entry.find() == null) {
        groups.add(
            new SyncSettings.Extract(
                field,
                remote(field + ".extract", entry.extract(), entry.sourceRef()),
                rewrites(field, entry.rewrite())));
      } else if (entry.find() != null && entry.extract() == null) {
        groups.add(find(field, entry.find(), entry));
      } else {
        throw SpecReader.wrong("spec." + field);
      }
    }
    return List.copyOf(groups);
  }

  private static SyncSettings.Find find(String field, SyncFind find, SyncDataFrom entry)
      throws SpecReader.Fault {
    @Nullable FindName name = find.name();
    return new SyncSettings.Find(
        field,
        Optional.ofNullable(find.path()),
        name == null
            ? Optional.empty()
            : Optional.of(expression("spec." + field + ".find.name.regexp", name.regexp())),
        new TreeMap<>(find.tags() == null ? Map.of() : find.tags()),
        source(field, entry.sourceRef()),
        rewrites(field, entry.rewrite()));
  }

  private static List<KeyRewrite> rewrites(String group, @Nullable List<SyncRewrite> list)
      throws SpecReader.Fault {
    List<KeyRewrite> rewrites = new ArrayList<>();
    for (SyncRewrite rewrite : orEmpty(list)) {
      String field = "spec." + group + ".rewrite[" + rewrites.size() + "]";
      if (rewrite.regexp() != null) {
        expression(field + ".regexp.source", rewrite.regexp().source());
        rewrites.add(new KeyRewrite.Replace(rewrite.regexp().source(), rewrite.regexp().target()));
      } else if (rewrite.transform() != null) {
        rewrites.add(new KeyRewrite.Transform(rewrite.transform().template()));
      } else if (rewrite.merge() != null) {
        rewrites.add(merge(field + ".merge", rewrite.merge()));
      } else {
        throw SpecReader.wrong(field);
      }
    }
    return List.copyOf(rewrites);
  }

  private static KeyRewrite merge(String field, RewriteMerge merge) throws SpecReader.Fault {
    MergeStrategy strategy =
        SpecReader.choice(field + ".strategy", merge.strategy(), MergeStrategy.Extract);
    if (strategy == MergeStrategy.JSON && merge.into() == null) {
      throw SpecReader.wrong(field + ".into");
    }
    return new KeyRewrite.Merge(
        strategy == MergeStrategy.JSON ? Optional.ofNullable(merge.into()) : Optional.empty(),
        SpecReader.choice(field + ".conflictPolicy", merge.conflictPolicy(), ConflictPolicy.Error)
            == ConflictPolicy.Ignore,
        List.copyOf(orEmpty(merge.priority())),
        SpecReader.choice(field + ".priorityPolicy", merge.priorityPolicy(), PriorityPolicy.Strict)
            == PriorityPolicy.IgnoreNotFound);
  }

  private static ValueRule rule(String field, SyncRule rule) throws SpecReader.Fault {
    if (rule.minLength() != null) {
      return new ValueRule.MinLength(rule.secretKey(), rule.minLength());
    }
    if (rule.pattern() != null) {
      return new ValueRule.Matches(
          rule.secretKey(), expression(field + ".pattern", rule.pattern()));
    }
    if (rule.x509() != null) {
      return new ValueRule.ValidFor(
          rule.secretKey(),
          SpecReader.duration(field + ".x509.minRemaining", rule.x509().minRemaining()));
    }
    if (rule.json() != null) {
      return new ValueRule.HasMembers(rule.secretKey(), List.copyOf(rule.json().requiredKeys()));
    }
    throw SpecReader.wrong(field);
  }

  static SyncSettings.Remote remote(
      String field, RemoteReference reference, @Nullable SourceReference source)
      throws SpecReader.Fault {
    return new SyncSettings.Remote(
        field,
        reference.key(),
        Optional.ofNullable(reference.property()),
        Optional.ofNullable(reference.version()),
        SpecReader.choice(
            "spec." + field + ".decodingStrategy",
            reference.decodingStrategy(),
            DecodingStrategy.None),
        source(field, source),
        SpecReader.choice(
            "spec." + field + ".conversionStrategy",
            reference.conversionStrategy(),
            ConversionStrategy.Default),
        SpecReader.choice(
                "spec." + field + ".metadataPolicy",
                reference.metadataPolicy(),
                MetadataPolicy.None)
            == MetadataPolicy.Fetch);
  }

  private static Optional<StoreIdentity> source(String field, @Nullable SourceReference source)
      throws SpecReader.Fault {
    return source == null
        ? Optional.empty()
        : Optional.of(store("spec." + field + ".sourceRef.storeRef", source.storeRef()));
  }

  private static StoreIdentity store(String field, StoreReference reference)
      throws SpecReader.Fault {
    return new StoreIdentity(
        SpecReader.choice(field + ".kind", reference.kind(), StoreKind.SecretStore),
        reference.name());
  }

  private static Expression expression(String field, String text) throws SpecReader.Fault {
    return Expression.parse(text).orElseThrow(() -> SpecReader.wrong(field));
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
