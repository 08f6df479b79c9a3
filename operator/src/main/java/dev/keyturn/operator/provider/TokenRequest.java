package dev.keyturn.operator.provider;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Asks for a short-lived token. */
public sealed interface TokenRequest {

  /** What a scope has to grant, without its class. */
  String path();

  /** A login of Amazon ECR. */
  record Ecr(boolean ofPublicRegistries) implements TokenRequest {
    @Override
    public String path() {
      return ofPublicRegistries ? "ecr/public" : "ecr/private";
    }
  }

  /**
   * Keys of AWS.
   *
   * @param role ARN; empty for keys of the user himself
   * @param externalId only with a role
   */
  record Sts(Optional<String> role, Optional<String> externalId, Duration life)
      implements TokenRequest {
    @Override
    public String path() {
      return "sts/" + role.orElse("session");
    }
  }

  /** An access token of Google. */
  record Gcr() implements TokenRequest {
    @Override
    public String path() {
      return "gcr/access";
    }
  }

  /**
   * A login of an Azure Container Registry.
   *
   * @param registry its host
   * @param scope empty for all that the identity may do
   */
  record Acr(String registry, Optional<String> scope) implements TokenRequest {
    @Override
    public String path() {
      return "acr/" + registry;
    }
  }

  /**
   * A token of an installation of a GitHub App.
   *
   * @param repositories empty for all of the installation
   * @param permissions empty for all of the installation
   */
  record GitHub(
      String installation, List<String> repositories, SortedMap<String, String> permissions)
      implements TokenRequest {
    @Override
    public String path() {
      return "github/" + installation;
    }
  }
}
