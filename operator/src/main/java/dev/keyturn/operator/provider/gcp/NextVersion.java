package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.regex.Pattern;

/**
 * Adds the version after the one that was looked at. The service adds versions under no condition,
 * so the number of the new one is compared afterwards: one that is not the next tells of a writer
 * in between. Then both versions stand, and the failure says so by {@link Failure#mayHaveApplied}.
 * Taking the own version back would be worse: the service reads the version that was created last
 * even where it is disabled.
 */
final class NextVersion {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private final GcpAddress address;
  private final GcpCalls calls;
  private final SecretLook look;

  NextVersion(GcpAddress address, GcpCalls calls, SecretLook look) {
    this.address = address;
    this.calls = calls;
    this.look = look;
  }

  /** The number that an id is; refuses, before any call, what is none. */
  static long number(String id) {
    if (!NUMBER.matcher(id).matches()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return Long.parseLong(id);
  }

  /**
   * Never the first request of its call.
   *
   * @param expected number that the new version has where nobody else adds one
   * @param lost detail of the conflict where it has another one
   */
  Outcome<VersionStamp> add(
      SecretName secret, SecretBytes payload, long expected, FailureDetail lost, Call call) {
    call.another();
    look.forget(secret);
    try (SecretBytes body = WriteBody.version(payload)) {
      return calls
          .change(
              "POST",
              address.secret(secret, ":addVersion"),
              body,
              call,
              answer -> VersionBody.read(answer).stamp(secret))
          .then(stamp ->
              number(stamp.id()) == expected
                  ? Outcome.ok(stamp)
                  : Outcome.failed(
                      Failure.of(FailureClass.Conflict, lost).withMayHaveApplied(true)));
    }
  }
}
