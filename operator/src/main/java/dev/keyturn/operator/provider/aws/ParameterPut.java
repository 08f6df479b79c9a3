package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.SsmException;

/**
 * PutParameter. The service has no condition for a change: a race is seen in the number of the
 * version that it makes, when it has replaced the other value already.
 *
 * <p>The tier Advanced costs money and is final too. A value that Standard keeps is sent without a
 * tier, so that a new parameter gets the default of the account; where that is Standard, the
 * service refuses to lower one that is Advanced already, instead of leaving it ("Managing parameter
 * tiers" of its user guide).
 */
final class ParameterPut {
  private static final int LIMIT = 8192;
  private static final int STANDARD_LIMIT = 4096;

  private final AwsCalls calls;

  ParameterPut(AwsCalls calls) {
    this.calls = calls;
  }

  /** Refuses, before any call, what the service would not keep. */
  static PutParameterRequest.Builder request(ParameterName name, SecretBytes payload, Call call) {
    if (!(Content.of(payload, LIMIT) instanceof Content.Text(String text))) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NONE);
    }
    PutParameterRequest.Builder request =
        PutParameterRequest.builder()
            .name(name.name())
            .value(text)
            .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
    return payload.size() > STANDARD_LIMIT ? request.tier(ParameterTier.ADVANCED) : request;
  }

  /** Makes the first version. */
  Outcome<VersionStamp> first(PutParameterRequest.Builder request, Call call) {
    return written(request.overwrite(false), call).map(ParameterPut::stamp);
  }

  /**
   * Makes the version after this one, by a further request of the call. Where somebody else's value
   * came between, the caller has to look again.
   */
  Outcome<VersionStamp> after(long newest, PutParameterRequest.Builder request, Call call) {
    call.another();
    return written(request.overwrite(true), call)
        .then(version ->
            version == newest + 1
                ? Outcome.ok(stamp(version))
                : Outcome.failed(
                    Failure.of(FailureClass.Conflict, FailureDetail.CAS_MISMATCH)
                        .withMayHaveApplied(true)));
  }

  private Outcome<Long> written(PutParameterRequest.Builder request, Call call) {
    return calls.changeSsm(
        call.deadline(), ssm -> AwsCalls.told(put(ssm, request.build(), call).version()));
  }

  private static PutParameterResponse put(SsmClient ssm, PutParameterRequest request, Call call) {
    try {
      return ssm.putParameter(request);
    } catch (SsmException refused) {
      if (request.tier() != null || !ErrorMeaning.isOfAdvancedParameter(refused)) {
        throw refused;
      }
      call.another();
      return ssm.putParameter(request.toBuilder().tier(ParameterTier.ADVANCED).build());
    }
  }

  private static VersionStamp stamp(long version) {
    return new VersionStamp(Long.toString(version), true, Optional.empty());
  }
}
