package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.AcrToken;
import dev.keyturn.crds.v1alpha1.Durations;
import dev.keyturn.crds.v1alpha1.EcrToken;
import dev.keyturn.crds.v1alpha1.GitHubToken;
import dev.keyturn.crds.v1alpha1.StsToken;
import dev.keyturn.crds.v1alpha1.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a token is made of: the path that a scope has to grant, and the rest, in a fixed order.
 *
 * @param path without its class
 * @param rest what it also depends on
 */
record TokenSpec(String path, List<String> rest) {
  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(36);

  /** Empty where not exactly one kind is named, or one with a field that is wrong. */
  static Optional<TokenSpec> of(TokenSource source) {
    List<Optional<TokenSpec>> named = new ArrayList<>();
    if (source.ecr() != null) {
      named.add(ecr(source.ecr()));
    }
    if (source.sts() != null) {
      named.add(sts(source.sts()));
    }
    if (source.gcr() != null) {
      named.add(Optional.of(new TokenSpec("gcr/access", List.of())));
    }
    if (source.acr() != null) {
      named.add(acr(source.acr()));
    }
    if (source.github() != null) {
      named.add(gitHub(source.github()));
    }
    return named.size() == 1 ? named.getFirst() : Optional.empty();
  }

  private static Optional<TokenSpec> ecr(EcrToken ecr) {
    return switch (ecr.scope()) {
      case null -> Optional.of(new TokenSpec("ecr/private", List.of()));
      case "Private" -> Optional.of(new TokenSpec("ecr/private", List.of()));
      case "Public" -> Optional.of(new TokenSpec("ecr/public", List.of()));
      default -> Optional.empty();
    };
  }

  private static Optional<TokenSpec> sts(StsToken sts) {
    Optional<Duration> life =
        Optional.ofNullable(sts.duration()).flatMap(Durations::parse).filter(TokenSpec::isLegal);
    if ((sts.duration() != null && life.isEmpty())
        || (sts.externalID() != null && sts.role() == null)) {
      return Optional.empty();
    }
    String role = Objects.requireNonNullElse(sts.role(), "session");
    return Optional.of(
        new TokenSpec(
            "sts/" + role,
            List.of(
                Objects.requireNonNullElse(sts.externalID(), ""),
                life.map(Duration::toString).orElse(""))));
  }

  private static boolean isLegal(Duration life) {
    return life.compareTo(SHORTEST) >= 0 && life.compareTo(LONGEST) <= 0;
  }

  private static Optional<TokenSpec> acr(AcrToken acr) {
    return Optional.of(
        new TokenSpec(
            "acr/" + acr.registry(), List.of(Objects.requireNonNullElse(acr.scope(), ""))));
  }

  private static Optional<TokenSpec> gitHub(GitHubToken gitHub) {
    List<String> rest = new ArrayList<>();
    List<String> repositories = gitHub.repositories() == null ? List.of() : gitHub.repositories();
    rest.add(Integer.toString(repositories.size()));
    rest.addAll(repositories);
    permissions(gitHub.permissions()).forEach((name, level) -> rest.addAll(List.of(name, level)));
    return Optional.of(new TokenSpec("github/" + gitHub.installationID(), List.copyOf(rest)));
  }

  private static Map<String, String> permissions(@Nullable Map<String, String> named) {
    return named == null ? Map.of() : new TreeMap<>(named);
  }
}
