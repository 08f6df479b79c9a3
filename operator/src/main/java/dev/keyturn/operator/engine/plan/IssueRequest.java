package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.tenancy.Decision;

/** Something that has to be made for a sync, and the leave to have it made. */
public sealed interface IssueRequest {

  /** A credential with a lease. */
  record Lease(Issues.Dynamic source, Decision.Allowed granted) implements IssueRequest {}

  /** A certificate with its key. */
  record Certificate(Issues.Certificate source, Decision.Allowed granted) implements IssueRequest {}

  /** A short-lived token. */
  record Token(Issues.Token source, Decision.Allowed granted) implements IssueRequest {}

  Decision.Allowed granted();

  /** Where it stands in the spec, for messages. */
  default String place() {
    return switch (this) {
      case Lease(Issues.Dynamic source, var granted) -> source.field() + ", path " + source.path();
      case Certificate(Issues.Certificate source, var granted) ->
          source.field() + ", role " + source.mount() + "/" + source.role();
      case Token(Issues.Token source, var granted) -> source.field() + ", " + source.path();
    };
  }
}
