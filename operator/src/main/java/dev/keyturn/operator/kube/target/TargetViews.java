package dev.keyturn.operator.kube.target;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.operator.engine.lease.Validity;
import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.kube.masked.MaskedValue;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the view of a Secret whose values are masked. */
final class TargetViews {
  private static final String APPLY = "Apply";
  private static final String TLS = "kubernetes.io/tls";

  private final Macs macs;

  TargetViews(Macs macs) {
    this.macs = macs;
  }

  TargetView of(Secret secret) {
    ObjectMeta meta = secret.getMetadata();
    SortedMap<String, String> labels = sorted(meta.getLabels());
    SortedMap<String, MaskedValue> masked = masked(secret);
    SortedMap<String, Mac> values = new TreeMap<>();
    SortedMap<String, Mac> former = new TreeMap<>();
    masked.forEach((key, value) -> {
      values.put(key, value.mac());
      value.former().ifPresent(mac -> former.put(key, mac));
    });
    Shape shape = new Shape(type(secret), values, labels, sorted(meta.getAnnotations()));
    return new TargetView(
        meta.getNamespace(),
        meta.getName(),
        meta.getUid(),
        meta.getResourceVersion(),
        type(secret),
        Boolean.TRUE.equals(secret.getImmutable()),
        labels,
        controller(meta),
        Optional.ofNullable(shape.annotations().get(Api.ANNOTATION_OWNER)),
        values,
        outputs(macs, meta, shape),
        macs.previous()
            .map(before -> outputs(before, meta, shape.with(former)))
            .orElseGet(Collections::emptySortedMap),
        Optional.ofNullable(shape.annotations().get(Api.ANNOTATION_LEASE_ID)),
        certificate(secret, masked));
  }

  static Optional<String> controller(ObjectMeta meta) {
    return list(meta.getOwnerReferences()).stream()
        .filter(reference -> Boolean.TRUE.equals(reference.getController()))
        .map(OwnerReference::getUid)
        .findFirst();
  }

  private record Shape(
      String type,
      SortedMap<String, Mac> values,
      SortedMap<String, String> labels,
      SortedMap<String, String> annotations) {

    Shape with(SortedMap<String, Mac> others) {
      return new Shape(type, others, labels, annotations);
    }
  }

  /** Null is no value. */
  private static SortedMap<String, MaskedValue> masked(Secret secret) {
    SortedMap<String, MaskedValue> values = new TreeMap<>();
    sorted(secret.getData())
        .forEach((key, text) -> {
          if (text != null) {
            values.put(key, MaskedValue.parse(text));
          }
        });
    return values;
  }

  private static Optional<Validity> certificate(
      Secret secret, SortedMap<String, MaskedValue> values) {
    return TLS.equals(secret.getType())
        ? Optional.ofNullable(values.get(MaskedValue.CERTIFICATE)).flatMap(MaskedValue::certificate)
        : Optional.empty();
  }

  private static SortedMap<String, Mac> outputs(Macs macs, ObjectMeta meta, Shape shape) {
    SortedMap<String, Mac> outputs = new TreeMap<>();
    for (ManagedFieldsEntry entry : list(meta.getManagedFields())) {
      if (APPLY.equals(entry.getOperation()) && FieldManagers.isSync(entry.getManager())) {
        Map<?, ?> owned = entry.getFieldsV1().getAdditionalProperties();
        Macs.Output output =
            new Macs.Output(
                owned.containsKey("f:type") ? shape.type() : "",
                owned(shape.values(), owned, "f:data"),
                owned(shape.labels(), owned, "f:metadata", "f:labels"),
                owned(shape.annotations(), owned, "f:metadata", "f:annotations"));
        outputs.put(entry.getManager(), macs.output(meta.getNamespace(), meta.getName(), output));
      }
    }
    return outputs;
  }

  private static <V> SortedMap<String, V> owned(
      SortedMap<String, V> all, Map<?, ?> fields, String... path) {
    Map<?, ?> at = fields;
    for (String step : path) {
      at = at.get(step) instanceof Map<?, ?> next ? next : Map.of();
    }
    SortedMap<String, V> owned = new TreeMap<>(all);
    Map<?, ?> names = at;
    owned.keySet().removeIf(name -> !names.containsKey("f:" + name));
    return owned;
  }

  private static String type(Secret secret) {
    return Objects.requireNonNullElse(secret.getType(), "Opaque");
  }

  private static <T> List<T> list(@Nullable List<T> values) {
    return values == null ? List.of() : values;
  }

  private static SortedMap<String, String> sorted(@Nullable Map<String, String> values) {
    return values == null ? new TreeMap<>() : new TreeMap<>(values);
  }
}
