package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.StoreAccess;
import dev.keyturn.operator.engine.template.Expression;
import dev.keyturn.operator.engine.tenancy.RemotePath;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.engine.tenancy.Verb;
import java.util.Optional;

/**
 * What a store allows by itself, beside what a scope grants.
 *
 * @param naming what the key at the backend must show; empty for every key
 */
public record StoreRules(StoreAccess access, Optional<Expression> naming) {
  /** Of a store that says nothing. */
  public static final StoreRules OPEN = new StoreRules(StoreAccess.ReadWrite, Optional.empty());

  /** Why nothing of the store may be read, or written; empty where it may. */
  public Optional<Problem> refusal(Verb verb, StoreIdentity store, String place) {
    boolean refused =
        switch (access) {
          case ReadOnly -> verb == Verb.WRITE;
          case WriteOnly -> verb == Verb.READ;
          case ReadWrite -> false;
        };
    return refused
        ? Optional.of(
            Problem.of(
                ErrorClass.ConfigInvalid, Detail.STORE, place + ", " + name(store) + " " + access))
        : Optional.empty();
  }

  /** The same for one key, as it is at the backend. */
  public Optional<Problem> refusal(Verb verb, StoreIdentity store, RemotePath key, String place) {
    return refusal(verb, store, place)
        .or(() ->
            naming
                .filter(pattern -> !pattern.finds(key.toString()))
                .map(pattern ->
                    Problem.of(
                        ErrorClass.ConfigInvalid,
                        Detail.NAME_ILLEGAL,
                        place + ", " + name(store) + ", key " + key)));
  }

  private static String name(StoreIdentity store) {
    return store.kind() + " " + store.name();
  }
}
