package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.provider.VersionReader;
import dev.keyturn.operator.source.guard.Lease;
import java.util.List;
import java.util.Optional;

/** What {@link SharedReads} reads from. */
interface ReadBackend {

  /** One call, or a few where the login has to be made anew. */
  Outcome<RemoteValue> read(RemoteRef ref, Lease lease);

  /** True where it tells versions without values. */
  default boolean knowsVersions() {
    return false;
  }

  /** One call that tells the newest version; see {@link VersionReader}. */
  default Outcome<Optional<VersionMark>> newest(RemoteRef ref, Lease lease) {
    return Outcome.ok(Optional.empty());
  }

  /** True where no other try may follow now. */
  boolean isShut(Lease lease);

  /** The first leave by which a call may be made: of those in line one may be the trial. */
  default Lease leave(List<Lease> leases) {
    return leases.stream().filter(lease -> !isShut(lease)).findFirst().orElse(leases.getFirst());
  }
}
