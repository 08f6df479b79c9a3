package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.source.guard.GuardListener;
import java.util.Set;

/** Told of what concerns others than the reader who caused it. Must be quick and never throw. */
public interface SourceListener extends GuardListener {

  /** A read found another value than the last one; these readers use the secret. */
  void secretChanged(Set<String> readers);

  /** The backend says that secrets may have changed that these readers use. */
  void secretHinted(Set<String> readers);

  /** A read failed for a reason that lies with the store and not with the secret. */
  void storeFailed(String storeUid, Failure failure);
}
