package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a pass does next. */
public sealed interface Step {

  /** Nothing: the world is as it was left, or the sync is suspended. */
  record Rest(boolean suspended) implements Step {}

  /** Nothing now: the store cannot serve, and its recovery wakes the sync. */
  record Park(Problem why) implements Step {}

  /**
   * Read these, add the answers to the knowledge, ask again.
   *
   * @param confirm true where an unchanged answer is enough and no value is needed
   * @param lists folders to look into before it is known what must be read
   */
  record Need(List<ReadRequest> reads, Trigger trigger, boolean confirm, List<ListRequest> lists)
      implements Step {

    /** The stores to be asked. */
    public Set<StoreIdentity> stores() {
      return Stream.concat(
              reads.stream().map(ReadRequest::store), lists.stream().map(ListRequest::store))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /** Read what stands in these objects of the sync's namespace, add the texts, ask again. */
  record NeedTexts(List<TemplateOrigin.Referenced> objects) implements Step {}

  /** All reads are good: have these made, add the answers to the knowledge, ask again. */
  record Issue(List<IssueRequest> requests) implements Step {}

  /** Everything is confirmed as it was: no value was needed. */
  record Confirmed() implements Step {}

  /**
   * The attempt failed; the target stays as it is.
   *
   * @param gone true where the backend says of every source that it is gone, and not of some alone
   */
  record Failed(Problem why, KeyCount keys, boolean gone) implements Step {

    /** Whatever became of the sources. */
    public Failed(Problem why, KeyCount keys) {
      this(why, keys, false);
    }
  }

  /**
   * The values are there.
   *
   * @param servedBy the sync's own store, or the fallback that took its place
   */
  record Complete(
      DesiredTarget desired, KeyCount keys, List<SyncSource> sources, StoreIdentity servedBy)
      implements Step {}
}
