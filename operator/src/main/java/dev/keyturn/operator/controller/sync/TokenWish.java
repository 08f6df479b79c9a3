package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.AcrToken;
import dev.keyturn.crds.v1alpha1.Durations;
import dev.keyturn.crds.v1alpha1.GitHubToken;
import dev.keyturn.crds.v1alpha1.StsToken;
import dev.keyturn.crds.v1alpha1.TokenSource;
import dev.keyturn.operator.provider.TokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What is asked of a backend for an entry that the plan has found to be well formed. */
final class TokenWish {
  private static final Duration DEFAULT_LIFE = Duration.ofHours(1);

  private TokenWish() {}

  static TokenRequest of(TokenSource source) {
    if (source.ecr() != null) {
      return new TokenRequest.Ecr("Public".equals(source.ecr().scope()));
    }
    if (source.sts() != null) {
      return sts(source.sts());
    }
    if (source.acr() != null) {
      return acr(source.acr());
    }
    return source.github() == null ? new TokenRequest.Gcr() : gitHub(source.github());
  }

  private static TokenRequest sts(StsToken sts) {
    return new TokenRequest.Sts(
        Optional.ofNullable(sts.role()),
        Optional.ofNullable(sts.externalID()),
        Optional.ofNullable(sts.duration()).flatMap(Durations::parse).orElse(DEFAULT_LIFE));
  }

  private static TokenRequest acr(AcrToken acr) {
    return new TokenRequest.Acr(acr.registry(), Optional.ofNullable(acr.scope()));
  }

  private static TokenRequest gitHub(GitHubToken gitHub) {
    return new TokenRequest.GitHub(
        gitHub.installationID(),
        Objects.requireNonNullElse(gitHub.repositories(), List.of()),
        new TreeMap<>(Objects.requireNonNullElse(gitHub.permissions(), Map.of())));
  }
}
