package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.Writer;
import java.util.Optional;

/** What one service of AWS does with secrets. */
interface AwsService {

  /** The smallest question of the service, signed with these keys. */
  Outcome<?> knock(SecretBytes keys, Deadline deadline);

  Outcome<RemoteValue> read(RemoteRef ref, Call call);

  Lister lister();

  BatchReader batches();

  Writer writer();

  VersionHistory history();

  /** Empty where the service rotates nothing. */
  Optional<RotateNow> rotateNow();
}
