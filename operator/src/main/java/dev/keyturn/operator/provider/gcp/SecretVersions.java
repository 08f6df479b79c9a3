package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.gcp.GcpConfig.VersionPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * All versions of a secret, by the service's list of them, which counts against the small quota:
 * for what people ask, never for a refresh.
 */
final class SecretVersions {
  /** A version takes some 400 bytes, so that a page keeps far below its limit. */
  private static final String LIST =
      "/versions?pageSize=2500&fields=versions.name%2Cversions.state%2Cversions.createTime"
          + "%2CnextPageToken";

  private final GcpAddress address;
  private final VersionPolicy policy;
  private final GcpCalls calls;

  SecretVersions(GcpAddress address, VersionPolicy policy, GcpCalls calls) {
    this.address = address;
    this.policy = policy;
    this.calls = calls;
  }

  /** Every version, the newest first and at least one; all pages within the deadline. */
  Outcome<List<VersionInfo>> all(SecretName secret, Call call) {
    List<VersionBody> versions = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      switch (calls.metadata(
          address.secret(secret, VersionBody.Page.query(LIST, token)),
          GcpCalls.PAGE_LIMIT,
          call,
          VersionBody::readPage)) {
        case Outcome.Failed<VersionBody.Page>(Failure failure) -> {
          return Outcome.failed(failure);
        }
        case Outcome.Ok<VersionBody.Page>(VersionBody.Page page) -> {
          versions.addAll(page.versions());
          token = page.next();
        }
      }
      if (token.isPresent()) {
        call.another();
      }
    } while (token.isPresent());
    return versions.isEmpty()
        ? Outcome.failed(FailureClass.NotFound, FailureDetail.NO_CURRENT_VERSION)
        : Outcome.ok(told(secret, versions));
  }

  private List<VersionInfo> told(SecretName secret, List<VersionBody> versions) {
    List<VersionBody> sorted =
        versions.stream()
            .sorted(
                Comparator.comparingLong((VersionBody version) -> version.name().of(secret))
                    .reversed())
            .toList();
    OptionalLong current =
        sorted.stream()
            .limit(policy == VersionPolicy.LATEST_OR_FETCH ? sorted.size() : 1)
            .filter(VersionBody::enabled)
            .mapToLong(version -> version.name().number())
            .findFirst();
    return sorted.stream()
        .map(version -> new VersionInfo(version.stamp(secret), Set.of(), state(version, current)))
        .toList();
  }

  private static VersionInfo.State state(VersionBody version, OptionalLong current) {
    return switch (version.state()) {
      case DISABLED -> VersionInfo.State.DISABLED;
      case DESTROYED -> VersionInfo.State.DESTROYED;
      case ENABLED ->
          current.equals(OptionalLong.of(version.name().number()))
              ? VersionInfo.State.CURRENT
              : VersionInfo.State.OLDER;
    };
  }
}
