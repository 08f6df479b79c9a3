package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.ConversionStrategy;
import dev.keyturn.crds.v1alpha1.DecodingStrategy;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.tenancy.FolderDecision;
import dev.keyturn.operator.engine.tenancy.FolderGate;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.engine.tenancy.RemoteFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks the folders of one find as far as the lists that are known lead: level by level, only where
 * a grant can still match. Pure; made anew with every answer.
 */
final class FolderWalk {
  private static final int DEEPEST = 8;
  private static final int MOST_FOLDERS = 500;
  private static final int MOST_HITS = 500;

  private final Observed observed;
  private final StoreView.Usable store;
  private final SyncSettings.Find find;
  private final Map<ListRequest, ListResult> known;
  private final List<ListRequest> wanted = new ArrayList<>();
  private final List<String> hits = new ArrayList<>();
  private int folders;
  private boolean unchanged = true;
  private boolean sifted;
  private @Nullable Outcome end;

  /** How far it came. */
  sealed interface Outcome {

    /** These lists are needed before it can go on. */
    record Wanted(List<ListRequest> lists) implements Outcome {}

    /**
     * All that fits; none of it is granted yet.
     *
     * @param unchanged true where every list is the one that the target was made from
     */
    record Hits(FindHits found, boolean unchanged) implements Outcome {}

    /** It cannot be done. */
    record Refused(Problem problem) implements Outcome {}
  }

  private FolderWalk(
      Observed observed,
      StoreView.Usable store,
      SyncSettings.Find find,
      Map<ListRequest, ListResult> known) {
    this.observed = observed;
    this.store = store;
    this.find = find;
    this.known = known;
  }

  static Outcome walk(
      Observed observed,
      StoreView.Usable store,
      SyncSettings.Find find,
      Map<ListRequest, ListResult> known) {
    return new FolderWalk(observed, store, find, known).outcome();
  }

  private Outcome outcome() {
    Optional<RemoteFolder> start = start();
    if (start.isEmpty()) {
      return refused(ErrorClass.ConfigInvalid, Detail.FIELD, "spec." + find.field() + ".find.path");
    }
    Optional<NamespaceIdentity> namespace = observed.namespace();
    if (namespace.isEmpty()) {
      return refused(ErrorClass.ScopeDenied, Detail.NAMESPACE_RECREATED, observed.id().namespace());
    }
    switch (FolderGate.decide(namespace.get(), store.identity(), start.get(), observed.scopes())) {
      case FolderDecision.Denied(Detail detail) -> {
        return refused(ErrorClass.ScopeDenied, detail, place(start.get().toString()));
      }
      case FolderDecision.Allowed allowed -> {
        if (store.needsScope(namespace.get())
            && observed.scopes().stream().noneMatch(scope -> scope.speaksFor(namespace.get()))) {
          return refused(ErrorClass.ScopeDenied, Detail.STORE, place(start.get().toString()));
        }
        descend(namespace.get(), allowed);
      }
    }
    if (end != null) {
      return end;
    }
    if (!wanted.isEmpty()) {
      return new Outcome.Wanted(List.copyOf(wanted));
    }
    if (!sifted || find.tags().isEmpty()) {
      // Else it may be missing because it has lost a tag, which a read of it would not tell.
      hits.addAll(unlisted(start.get()));
    }
    if (hits.isEmpty()) {
      return refused(ErrorClass.NotFound, Detail.NONE, place(start.get().toString()));
    }
    return new Outcome.Hits(
        new FindHits(
            hits.stream().sorted(Bytewise.ORDER).map(this::remote).toList(),
            sifted ? Map.of() : find.tags()),
        unchanged);
  }

  /** A prefix that ends inside a name leaves no folder to start in. */
  private Optional<RemoteFolder> start() {
    return find.path().isEmpty() && !store.keyPrefix().isEmpty() && !store.keyPrefix().endsWith("/")
        ? Optional.empty()
        : RemoteFolder.of(store.keyPrefix() + find.path().orElse(""));
  }

  private void descend(NamespaceIdentity namespace, FolderDecision.Allowed start) {
    List<FolderDecision.Allowed> level = List.of(start);
    for (int depth = 1; !level.isEmpty() && end == null; depth++) {
      List<FolderDecision.Allowed> next = new ArrayList<>();
      for (FolderDecision.Allowed folder : level) {
        for (String name : names(folder)) {
          visit(namespace, folder.folder(), name, next);
        }
      }
      if (depth == DEEPEST && !next.isEmpty()) {
        tooMuch("more than " + DEEPEST + " folders deep");
      }
      level = next;
    }
  }

  private List<String> names(FolderDecision.Allowed folder) {
    if (++folders > MOST_FOLDERS) {
      tooMuch("more than " + MOST_FOLDERS + " folders");
      return List.of();
    }
    ListRequest request = new ListRequest(folder, find.tags());
    return switch (known.get(request)) {
      case null -> {
        wanted.add(request);
        yield List.of();
      }
      case ListResult.Names(List<String> names, boolean same, ListResult.TagFilter tags) -> {
        unchanged &= same;
        sifted = tags == ListResult.TagFilter.BY_LIST;
        if (tags == ListResult.TagFilter.NONE && !find.tags().isEmpty()) {
          stop(ErrorClass.ConfigInvalid, Detail.FIELD, ".find.tags (the store has no tags)");
        }
        yield names;
      }
      case ListResult.Unsupported() -> {
        stop(ErrorClass.ConfigInvalid, Detail.FIELD, ".find (the store cannot list its secrets)");
        yield List.of();
      }
      case ListResult.Failed(ErrorClass kind, Detail detail) -> {
        end = refused(kind, detail, place(folder.folder().toString()));
        yield List.of();
      }
    };
  }

  private void visit(
      NamespaceIdentity namespace,
      RemoteFolder folder,
      String name,
      List<FolderDecision.Allowed> next) {
    String path = folder.child(name);
    if (name.endsWith("/")) {
      RemoteFolder.of(path)
          .map(child -> FolderGate.decide(namespace, store.identity(), child, observed.scopes()))
          .filter(FolderDecision.Allowed.class::isInstance)
          .map(FolderDecision.Allowed.class::cast)
          .ifPresent(next::add);
      return;
    }
    String key = path.substring(store.keyPrefix().length());
    if (fits(key)) {
      hits.add(key);
      if (hits.size() > MOST_HITS) {
        tooMuch("more than " + MOST_HITS + " hits");
      }
    }
  }

  /**
   * What the target was made from and no list names any more. A list may lag behind, or lose a
   * page: only a read tells that a secret is gone.
   */
  private List<String> unlisted(RemoteFolder start) {
    String from = store.identity().kind() + "/" + store.identity().name();
    String below = start.child("");
    Set<String> listed = Set.copyOf(hits);
    return observed.status().map(SecretSyncStatus::sources).stream()
        .flatMap(List::stream)
        .filter(source -> source.store().equals(from) && source.key().startsWith(below))
        .map(source -> source.key().substring(store.keyPrefix().length()))
        .filter(key -> fits(key) && !listed.contains(key))
        .distinct()
        .toList();
  }

  private boolean fits(String key) {
    return find.name().isEmpty() || find.name().get().finds(key);
  }

  private SyncSettings.Remote remote(String key) {
    return new SyncSettings.Remote(
        find.field() + ".find",
        key,
        Optional.empty(),
        Optional.empty(),
        DecodingStrategy.None,
        find.store(),
        ConversionStrategy.Default,
        false);
  }

  private void tooMuch(String what) {
    stop(ErrorClass.ConfigInvalid, Detail.FIELD, ".find (" + what + ")");
  }

  private void stop(ErrorClass kind, Detail detail, String what) {
    if (end == null) {
      end = refused(kind, detail, "spec." + find.field() + what);
    }
  }

  private String place(String folder) {
    return find.field()
        + ".find, "
        + store.identity().kind()
        + " "
        + store.identity().name()
        + ", folder "
        + (folder.isEmpty() ? "/" : folder)
        + find.name().map(name -> ", name " + name).orElse("");
  }

  private static Outcome.Refused refused(ErrorClass kind, Detail detail, String subject) {
    return new Outcome.Refused(Problem.of(kind, detail, subject));
  }
}
