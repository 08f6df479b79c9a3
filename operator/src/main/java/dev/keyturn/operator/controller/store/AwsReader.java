package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.AwsAccessKey;
import dev.keyturn.crds.v1alpha1.AwsProvider;
import dev.keyturn.crds.v1alpha1.AwsWebIdentity;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.aws.AwsAuth;
import dev.keyturn.operator.provider.aws.AwsConfig;
import dev.keyturn.operator.provider.aws.AwsProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code provider.aws}. */
public final class AwsReader implements ProviderConfigs.Reader {
  private static final String FIELD = "provider.aws";
  private static final String DEFAULT_AUDIENCE = "sts.amazonaws.com";

  private final AwsProviderFactory factory;
  private final EndpointPolicy endpoints;

  public AwsReader(AwsProviderFactory factory, EndpointPolicy endpoints) {
    this.factory = factory;
    this.endpoints = endpoints;
  }

  @Override
  public String provider() {
    return "aws";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.aws() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    AwsProvider aws = provider.aws();
    if (aws == null) {
      return Optional.empty();
    }
    Optional<URI> endpoint =
        Optional.ofNullable(aws.endpoint())
            .flatMap(text -> BackendAddress.read(FIELD + ".endpoint", text, endpoints, problems));
    Map<String, StoreConfig.SecretKeyReference> secrets = new HashMap<>();
    Optional<AwsAuth> auth = auth(aws, owner, secrets, problems);
    if (aws.service() != null && !aws.service().equals("SecretsManager")) {
      problems.add(FIELD + ".service", "must be SecretsManager");
    }
    if (auth.isEmpty() || !problems.isEmpty()) {
      return Optional.empty();
    }
    return ProviderConfigs.Chosen.of(
        provider(),
        factory,
        AwsConfig.secretsManager(aws.region(), endpoint, auth.get()),
        secrets,
        TokenAccount.of(account(aws.auth().jwt()), owner),
        problems);
  }

  private static Optional<AwsAuth> auth(
      AwsProvider aws,
      StoreConfigReader.Owner owner,
      Map<String, StoreConfig.SecretKeyReference> secrets,
      StoreConfigReader.Problems problems) {
    AwsAccessKey key = aws.auth().secretRef();
    AwsWebIdentity identity = aws.auth().jwt();
    if ((key == null) == (identity == null)) {
      problems.add(FIELD + ".auth", "must name exactly one method");
      return Optional.empty();
    }
    if (key != null) {
      keys(key, owner, secrets, problems);
      return Optional.of(new AwsAuth.Keys());
    }
    return Optional.ofNullable(identity).map(it -> webIdentity(it, owner, problems));
  }

  private static void keys(
      AwsAccessKey key,
      StoreConfigReader.Owner owner,
      Map<String, StoreConfig.SecretKeyReference> secrets,
      StoreConfigReader.Problems problems) {
    String field = FIELD + ".auth.secretRef.";
    secrets.put(
        AwsAuth.ACCESS_KEY_ID,
        owner.secret(field + "accessKeyIDSecretRef", key.accessKeyIDSecretRef(), problems));
    secrets.put(
        AwsAuth.SECRET_ACCESS_KEY,
        owner.secret(field + "secretAccessKeySecretRef", key.secretAccessKeySecretRef(), problems));
    if (key.sessionTokenSecretRef() != null) {
      secrets.put(
          AwsAuth.SESSION_TOKEN,
          owner.secret(field + "sessionTokenSecretRef", key.sessionTokenSecretRef(), problems));
    }
  }

  private static AwsAuth webIdentity(
      AwsWebIdentity identity, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    ServiceAccountReference account = identity.serviceAccountRef();
    TokenAccount.check(FIELD + ".auth.jwt.serviceAccountRef", account, owner, problems);
    return new AwsAuth.WebIdentity(
        identity.role(), TokenAccount.audience(account, DEFAULT_AUDIENCE));
  }

  private static @Nullable ServiceAccountReference account(@Nullable AwsWebIdentity identity) {
    return identity == null ? null : identity.serviceAccountRef();
  }
}
