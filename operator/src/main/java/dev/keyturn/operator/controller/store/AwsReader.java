package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.AwsAccessKey;
import dev.keyturn.crds.v1alpha1.AwsDeletion;
import dev.keyturn.crds.v1alpha1.AwsProvider;
import dev.keyturn.crds.v1alpha1.AwsWebIdentity;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.aws.AwsAuth;
import dev.keyturn.operator.provider.aws.AwsConfig;
import dev.keyturn.operator.provider.aws.AwsProviderFactory;
import dev.keyturn.operator.provider.aws.AwsRole;
import dev.keyturn.operator.provider.aws.AwsWriting;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code provider.aws}. */
public final class AwsReader implements ProviderConfigs.Reader {
  private static final String FIELD = "provider.aws";
  private static final String DEFAULT_AUDIENCE = "sts.amazonaws.com";

  private final AwsProviderFactory factory;
  private final EndpointPolicy endpoints;

  private final boolean operatorIdentity;

  /**
   * A reader.
   *
   * @param operatorIdentity true where stores of a namespace may use the operator's own identity
   */
  public AwsReader(AwsProviderFactory factory, EndpointPolicy endpoints, boolean operatorIdentity) {
    this.factory = factory;
    this.endpoints = endpoints;
    this.operatorIdentity = operatorIdentity;
  }

  /** Whether the service is the one whose account-wide quota is small: 40 calls a second. */
  static boolean isParameterStore(StoreProvider provider) {
    AwsProvider aws = provider.aws();
    return aws != null && AwsConfig.Service.ParameterStore.name().equals(aws.service());
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
    AwsConfig.Service service = service(aws.service(), problems);
    List<AwsRole> roles = roles(aws, problems);
    AwsWriting writing = writing(aws, service, problems);
    if (auth.isEmpty() || !problems.isEmpty()) {
      return Optional.empty();
    }
    AwsConfig config = new AwsConfig(service, aws.region(), endpoint, auth.get(), roles, writing);
    return ProviderConfigs.Chosen.of(
            provider(),
            factory,
            config,
            secrets,
            TokenAccount.of(account(aws.auth()), owner),
            problems)
        .map(chosen ->
            chosen.leadingTo(
                FIELD + (endpoint.isPresent() ? ".endpoint" : ".region"), factory.address(config)))
        .map(chosen -> chosen.boundBy(binding(config.auth())));
  }

  private static Optional<CloudBinding> binding(AwsAuth auth) {
    return auth instanceof AwsAuth.WebIdentity(String role, String audience)
        ? Optional.of(new CloudBinding.OfAws(role, audience))
        : Optional.empty();
  }

  private static AwsConfig.Service service(
      @Nullable String named, StoreConfigReader.Problems problems) {
    if (named == null) {
      return AwsConfig.Service.SecretsManager;
    }
    for (AwsConfig.Service service : AwsConfig.Service.values()) {
      if (service.name().equals(named)) {
        return service;
      }
    }
    problems.add(FIELD + ".service", "must be SecretsManager or ParameterStore");
    return AwsConfig.Service.SecretsManager;
  }

  /** The additional ones first; what the last one needs means nothing to them. */
  private static List<AwsRole> roles(AwsProvider aws, StoreConfigReader.Problems problems) {
    List<AwsRole> roles = new ArrayList<>();
    if (aws.additionalRoles() != null) {
      aws.additionalRoles().forEach(arn -> roles.add(new AwsRole(arn, Optional.empty(), Map.of())));
    }
    Map<String, String> tags = new LinkedHashMap<>();
    if (aws.sessionTags() != null) {
      aws.sessionTags().forEach(tag -> tags.put(tag.key(), tag.value()));
    }
    if (aws.role() != null) {
      roles.add(new AwsRole(aws.role(), Optional.ofNullable(aws.externalID()), tags));
    } else if (!roles.isEmpty() || aws.externalID() != null || !tags.isEmpty()) {
      problems.add(FIELD + ".role", "is needed with additionalRoles, externalID and sessionTags");
    }
    return roles;
  }

  private static AwsWriting writing(
      AwsProvider aws, AwsConfig.Service service, StoreConfigReader.Problems problems) {
    AwsDeletion deletion = aws.secretsManager();
    Optional<String> key = Optional.ofNullable(aws.kmsKeyId());
    if (deletion == null) {
      return new AwsWriting(key, AwsWriting.usual().recoveryDays());
    }
    if (service != AwsConfig.Service.SecretsManager) {
      problems.add(FIELD + ".secretsManager", "is for the service SecretsManager only");
    }
    if (Boolean.TRUE.equals(deletion.forceDeleteWithoutRecovery())) {
      return new AwsWriting(key, Optional.empty());
    }
    return new AwsWriting(
        key,
        Optional.ofNullable(deletion.recoveryWindowInDays()).or(AwsWriting.usual()::recoveryDays));
  }

  private Optional<AwsAuth> auth(
      AwsProvider aws,
      StoreConfigReader.Owner owner,
      Map<String, StoreConfig.SecretKeyReference> secrets,
      StoreConfigReader.Problems problems) {
    if (aws.auth() == null) {
      return operatorIdentity(aws, owner, problems);
    }
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

  /** Its tokens must not go to an address of a tenant's choice. */
  private Optional<AwsAuth> operatorIdentity(
      AwsProvider aws, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    if (!owner.isClusterWide() && !operatorIdentity) {
      problems.add(
          FIELD + ".auth", "is needed: the operator runs without --allow-operator-identity");
      return Optional.empty();
    }
    if (!owner.isClusterWide() && aws.endpoint() != null) {
      problems.add(FIELD + ".endpoint", "is for a store with auth, or for a ClusterSecretStore");
      return Optional.empty();
    }
    return Optional.of(new AwsAuth.OfTheOperator());
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

  private static @Nullable ServiceAccountReference account(
      dev.keyturn.crds.v1alpha1.@Nullable AwsAuth auth) {
    return auth == null || auth.jwt() == null ? null : auth.jwt().serviceAccountRef();
  }
}
