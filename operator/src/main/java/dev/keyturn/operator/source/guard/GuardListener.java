package dev.keyturn.operator.source.guard;

/** Told who may read now. Must be quick, never block and never throw. */
public interface GuardListener {

  /** The reader waited, and is expected to ask again now. */
  void called(Waiter waiter);
}
