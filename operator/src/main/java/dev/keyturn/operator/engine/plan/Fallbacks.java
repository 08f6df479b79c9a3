package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets a fallback store take the place of the sync's own, for the whole of an attempt, while that
 * one is unreachable. A denial, an absent key and a certificate that is not trusted never lead to
 * another store: they may be meant, or an attack. Pure.
 */
public final class Fallbacks {

  private Fallbacks() {}

  /**
   * The first step that does not say that its store cannot serve, else that of the own store. What
   * a fallback says of a secret never ends an attempt, also where the sync is held to it: only the
   * own store tells what is denied and what is gone.
   */
  static Step attempt(
      Observed observed, SyncSettings settings, Function<StoreIdentity, Step> attempt) {
    StoreIdentity own = settings.shaping().store();
    Map<StoreIdentity, Problem> lacks = new LinkedHashMap<>();
    @Nullable Step ofOwn = null;
    for (StoreIdentity store : order(observed, settings)) {
      Step step = attempt.apply(store);
      boolean unreachable = isUnreachable(observed, store, step);
      if (store.equals(own)) {
        if (!unreachable) {
          return step;
        }
        ofOwn = step;
      } else if (step instanceof Step.Failed(Problem why, var keys, var gone)) {
        if (!unreachable) {
          lacks.put(store, why);
        }
      } else if (!(step instanceof Step.Park) || (ofOwn != null && !unreachable)) {
        return step;
      }
    }
    Step failure = Objects.requireNonNull(ofOwn);
    for (Map.Entry<StoreIdentity, Problem> lack : lacks.entrySet()) {
      failure = beside(failure, lack.getKey(), lack.getValue());
    }
    return failure;
  }

  /** Whether the store's answers are those that the target was made from. */
  static boolean servedLast(Observed observed, SyncSettings settings, StoreIdentity store) {
    return standIns(settings).isEmpty() || observed.serving().last().equals(Optional.of(store));
  }

  /** No other store makes what the sync's own makes, so nothing is gained from one. */
  private static List<StoreIdentity> standIns(SyncSettings settings) {
    return settings.issues().isEmpty() ? settings.shaping().fallbacks() : List.of();
  }

  /** As the spec says, but first the one that the sync is held to. */
  private static List<StoreIdentity> order(Observed observed, SyncSettings settings) {
    List<StoreIdentity> order = new ArrayList<>();
    order.add(settings.shaping().store());
    order.addAll(standIns(settings));
    observed
        .serving()
        .last()
        .filter(last -> observed.serving().held() && order.remove(last))
        .ifPresent(order::addFirst);
    return order;
  }

  private static boolean isUnreachable(Observed observed, StoreIdentity store, Step step) {
    return switch (step) {
      case Step.Failed(Problem why, var keys, var gone) -> isUnreachable(why.kind());
      case Step.Park park ->
          observed.stores().of(store) instanceof StoreView.NotReady(var kind, var name, var reason)
              && isUnreachable(reason);
      case Step.Rest rest -> false;
      case Step.Need need -> false;
      case Step.NeedTexts texts -> false;
      case Step.Issue issue -> false;
      case Step.Confirmed confirmed -> false;
      case Step.Complete complete -> false;
    };
  }

  /** True where another store may take the place of one that fails so. */
  public static boolean isUnreachable(ErrorClass kind) {
    return kind == ErrorClass.Unavailable
        || kind == ErrorClass.Timeout
        || kind == ErrorClass.Sealed;
  }

  /** The reason of a store that is not Ready is a class, or one of its own. */
  private static boolean isUnreachable(String reason) {
    return reason.equals(ErrorClass.Unavailable.name())
        || reason.equals(ErrorClass.Timeout.name())
        || reason.equals(ErrorClass.Sealed.name());
  }

  /**
   * What a fallback lacks says nothing of the sync's own store: the failure stays that of the own
   * one, so that no deletion policy acts on it.
   */
  private static Step beside(Step first, StoreIdentity store, Problem why) {
    String more =
        "; fallback "
            + store.kind()
            + " "
            + store.name()
            + ": "
            + why.kind()
            + ", "
            + why.subject();
    return switch (first) {
      case Step.Failed(Problem own, KeyCount keys, var gone) ->
          new Step.Failed(with(own, more), keys);
      case Step.Park(Problem own) -> new Step.Park(with(own, more));
      case Step.Rest rest -> rest;
      case Step.Need need -> need;
      case Step.NeedTexts texts -> texts;
      case Step.Issue issue -> issue;
      case Step.Confirmed confirmed -> confirmed;
      case Step.Complete complete -> complete;
    };
  }

  private static Problem with(Problem problem, String more) {
    return new Problem(problem.kind(), problem.detail(), problem.subject() + more);
  }
}
