package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.TokenIssuer;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.provider.wire.Edge;

/** Logins of Azure Container Registry. */
final class AzureTokens implements TokenIssuer {
  private final RegistryExchange registries;

  AzureTokens(RegistryExchange registries) {
    this.registries = registries;
  }

  @Override
  public Outcome<IssuedToken> issue(TokenRequest request, Call call) {
    return Edge.guard(() ->
        switch (request) {
          case TokenRequest.Acr registry -> registries.login(registry, call.deadline());
          case TokenRequest.Ecr other -> TokenIssuer.notMine();
          case TokenRequest.Sts other -> TokenIssuer.notMine();
          case TokenRequest.Gcr other -> TokenIssuer.notMine();
          case TokenRequest.GitHub other -> TokenIssuer.notMine();
        });
  }
}
