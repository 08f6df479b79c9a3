package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Computes the wanted object from the live one, which it must not change. */
@FunctionalInterface
public interface Mutation {
  ObjectNode apply(ObjectNode live);

  /** How the mutation was asked for: some refusals differ. */
  enum Form {
    UPDATE,
    PATCH,
    APPLY
  }
}
