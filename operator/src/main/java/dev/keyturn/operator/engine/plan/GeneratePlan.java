package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncGenerated;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.select.Selection;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides which generated values are missing beyond doubt. Pure. */
public final class GeneratePlan {

  private GeneratePlan() {}

  /**
   * One secret that lacks values.
   *
   * @param lost true where one of them was there before: it is not made anew
   */
  public record Missing(ReadRequest request, List<SyncSettings.Generated> entries, boolean lost) {}

  /**
   * What is missing, after every read of the attempt has been answered. Only what the backend
   * itself says of the secret counts: a denial, a deletion or a lost mount makes nothing.
   */
  public static List<Missing> missing(
      Observed observed, SyncSettings settings, Map<ReadRequest, ReadResult> answers) {
    if (!(observed.stores().of(settings.shaping().store()) instanceof StoreView.Usable store)) {
      return List.of();
    }
    Map<ReadRequest, List<SyncSettings.Generated>> lacking = new LinkedHashMap<>();
    for (SyncSettings.Generated entry : settings.outgoing().generated()) {
      answer(store, entry, answers)
          .filter(answer -> lacks(answer.getValue(), entry))
          .ifPresent(answer ->
              lacking.computeIfAbsent(answer.getKey(), absent -> new ArrayList<>()).add(entry));
    }
    List<SyncGenerated> known =
        observed.status().map(SecretSyncStatus::generated).orElse(List.of());
    return lacking.entrySet().stream()
        .map(each ->
            new Missing(
                each.getKey(),
                each.getValue(),
                each.getValue().stream()
                    .anyMatch(entry -> known.contains(generated(store, entry)))))
        .toList();
  }

  /** The entries as the status names them, once the backend holds them all. */
  public static List<SyncGenerated> generated(Observed observed, SyncSettings settings) {
    return observed.stores().of(settings.shaping().store()) instanceof StoreView.Usable store
        ? settings.outgoing().generated().stream().map(entry -> generated(store, entry)).toList()
        : observed.status().map(SecretSyncStatus::generated).orElse(List.of());
  }

  /** True where the value of the entry is not in a tree. */
  public static boolean lacks(SecretTree tree, SyncSettings.Generated entry) {
    Optional<String> property = entry.remote().property();
    if (property.isEmpty()) {
      return false;
    }
    Selection selection = Selection.property(tree, property.get());
    if (selection instanceof Selection.Selected(byte[] value)) {
      Arrays.fill(value, (byte) 0);
    }
    return selection instanceof Selection.Missing;
  }

  private static boolean lacks(ReadResult answer, SyncSettings.Generated entry) {
    return switch (answer) {
      case ReadResult.Value(SecretTree tree, _, _, _) -> lacks(tree, entry);
      case ReadResult.Failed(ErrorClass kind, Detail detail) ->
          kind == ErrorClass.NotFound && detail == Detail.NONE;
      case ReadResult.Unchanged() -> false;
    };
  }

  private static Optional<Map.Entry<ReadRequest, ReadResult>> answer(
      StoreView.Usable store, SyncSettings.Generated entry, Map<ReadRequest, ReadResult> answers) {
    String key = store.keyPrefix() + entry.remote().key();
    return answers.entrySet().stream()
        .filter(answer -> answer.getKey().store().equals(store.identity()))
        .filter(answer -> answer.getKey().key().equals(key) && answer.getKey().version().isEmpty())
        .findFirst();
  }

  private static SyncGenerated generated(StoreView.Usable store, SyncSettings.Generated entry) {
    StoreIdentity identity = store.identity();
    return new SyncGenerated(
        entry.secretKey(),
        identity.kind() + "/" + identity.name(),
        store.keyPrefix() + entry.remote().key(),
        entry.remote().property().orElse(null));
  }
}
