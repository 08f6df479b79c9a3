package dev.keyturn.operator.provider.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.Detour;
import dev.keyturn.operator.provider.testkit.Trait;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/** The provider's contract on one region of a moto server. */
public class MotoBackend implements ContractBackend {
  private static final String ACCOUNT = "123456789012";
  private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/shop";
  private static final Pattern QUESTION =
      Pattern.compile("\\w+\\.(?:Describe|Get|List|BatchGet)\\w+");
  static final AwsProviderFactory FACTORY = new AwsProviderFactory(InstantSource.system());

  private final RealMoto moto;
  private final AwsConfig config;
  private final BackendHttp http;
  private final AwsCalls admin;

  public MotoBackend(RealMoto moto) {
    this(moto, AwsConfig.Service.SecretsManager);
  }

  MotoBackend(RealMoto moto, AwsConfig.Service service) {
    this.moto = moto;
    this.config =
        new AwsConfig(
            service,
            moto.newRegion(),
            Optional.of(moto.uri()),
            new AwsAuth.Keys(),
            List.of(),
            AwsWriting.usual());
    this.http =
        new MotoDates(
            new FewAtOnce(
                new JdkBackendHttp(
                    EndpointPolicy.of(List.of(moto.uri().toString()), Set.of()),
                    TlsTrust.system(),
                    JdkBackendHttp.CONNECT_TIMEOUT)));
    this.admin = new AwsCalls(config, http, InstantSource.system());
  }

  private ProviderClient open(String secretAccessKey, BackendHttp own) {
    return open(new RealMoto.AccessKey(moto.accessKeyId(), secretAccessKey), own);
  }

  /** A client with the rights of another user. */
  ProviderClient open(RealMoto.AccessKey key) {
    return open(key, http);
  }

  private ProviderClient open(RealMoto.AccessKey key, BackendHttp own) {
    return FACTORY.open(
        config,
        new Credentials(
            Map.of(
                AwsAuth.ACCESS_KEY_ID, SecretBytes.ofText(key.id()),
                AwsAuth.SECRET_ACCESS_KEY, SecretBytes.ofText(key.secret())),
            Optional.empty()),
        own);
  }

  /** The region that is this backend's alone. */
  public String region() {
    return config.region();
  }

  @Override
  public ProviderClient open() {
    return open(moto.secretAccessKey(), http);
  }

  @Override
  public ProviderClient openBehind(Detour detour) {
    return open(moto.secretAccessKey(), detour.around(http));
  }

  @Override
  public ProviderClient openWithWrongCredential() {
    return open("wrong", http);
  }

  @Override
  public Optional<Set<String>> accounts() {
    return Optional.of(Set.of(ACCOUNT));
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = new EnumMap<>(Trait.class);
    lacks.put(Trait.VERSION_ALONE, "a version costs as much as its value");
    lacks.put(Trait.LEASE, "it makes no credentials");
    lacks.put(Trait.EMPTY_TEXT, "a value has one character at least");
    lacks.put(Trait.RAW_JSON, "every text is a value");
    lacks.put(Trait.OVERSIZE, "values end at 64 KiB");
    lacks.put(Trait.HISTORY, "versions have UUIDs, which do not grow");
    lacks.put(Trait.TAGS, "a read carries no tags");
    lacks.put(Trait.DESTROY, "single versions cannot be destroyed");
    lacks.put(Trait.DISABLE, "versions cannot be switched off");
    lacks.put(Trait.CONTAINER, "nothing holds the secrets but the region");
    lacks.put(Trait.REVOCATION, "keys are signed with, not exchanged");
    lacks.put(Trait.RENEWAL, "keys are signed with, not exchanged");
    lacks.put(Trait.RIGHTS, "moto allows actions, whatever the resource");
    return lacks;
  }

  /** Everything is a POST. */
  @Override
  public boolean changes(BackendHttp.Request request) {
    return !isQuestion(request);
  }

  /** Whether a request names an operation that changes nothing. */
  static boolean isQuestion(BackendHttp.Request request) {
    return request.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("X-Amz-Target"))
        .anyMatch(header -> QUESTION.matcher(header.getValue()).matches());
  }

  /** It takes about a hundred in a second. */
  @Override
  public int callsOfALongRun() {
    return 1_000;
  }

  @Override
  public boolean offersRotation() {
    return true;
  }

  @Override
  public Map<String, RemoteRef> rotated() {
    return Map.of("secret", AwsFixture.version("app", "11111111-2222-3333-4444-555555555555"));
  }

  @Override
  public Map<String, TokenRequest> tokenRequests() {
    Duration life = Duration.ofHours(1);
    return Map.of(
        "registry", new TokenRequest.Ecr(false),
        "public registry", new TokenRequest.Ecr(true),
        "role", new TokenRequest.Sts(Optional.of(ROLE), Optional.empty(), life),
        "user", new TokenRequest.Sts(Optional.empty(), Optional.empty(), life));
  }

  @Override
  public String unknownVersion() {
    return "99999999-2222-3333-4444-555555555555";
  }

  @Override
  public String version() {
    return "11111111-2222-3333-4444-555555555555";
  }

  @Override
  public Map<String, String> unasked() {
    return Map.of(
        "renewal", "keys are signed with, not exchanged",
        "logout", "keys are signed with, not exchanged",
        "verification", "nothing but a read shows what a configuration leads to");
  }

  /** The probe asks with the keys of nobody. */
  @Override
  public Set<String> answeredBy(int status) {
    return status == 401 ? Set.of("probe") : Set.of();
  }

  @Override
  public List<String> credentials() {
    return List.of(moto.secretAccessKey());
  }

  @Override
  public List<RefusedConfig> refusedConfigs() {
    AwsAuth keys = new AwsAuth.Keys();
    return List.of(
        refused(
            "a region that is none",
            AwsConfig.secretsManager("Ireland", Optional.empty(), keys),
            "provider.aws.region",
            FailureDetail.FIELD),
        refused(
            "an endpoint with a path",
            AwsConfig.secretsManager(
                "eu-west-1", Optional.of(URI.create("https://aws.example/a")), keys),
            "provider.aws.endpoint",
            FailureDetail.ENDPOINT),
        refused(
            "a role that is no ARN",
            AwsConfig.secretsManager(
                "eu-west-1",
                Optional.empty(),
                new AwsAuth.WebIdentity("shop", "sts.amazonaws.com")),
            "provider.aws.auth.jwt.role",
            FailureDetail.FIELD),
        refused(
            "a role of the chain that is no ARN",
            chain("shop", Optional.empty()),
            "provider.aws.role"),
        refused(
            "an external id of one letter",
            chain(ROLE, Optional.of("x")),
            "provider.aws.externalID"),
        refused(
            "a key of KMS that is none", writing(Optional.of("a b"), 30), "provider.aws.kmsKeyId"),
        refused(
            "a recovery of a day",
            writing(Optional.empty(), 1),
            "provider.aws.secretsManager.recoveryWindowInDays"));
  }

  private static AwsConfig chain(String role, Optional<String> externalId) {
    return new AwsConfig(
        AwsConfig.Service.SecretsManager,
        "eu-west-1",
        Optional.empty(),
        new AwsAuth.Keys(),
        List.of(new AwsRole(role, externalId, Map.of())),
        AwsWriting.usual());
  }

  private static AwsConfig writing(Optional<String> kmsKeyId, int days) {
    return new AwsConfig(
        AwsConfig.Service.SecretsManager,
        "eu-west-1",
        Optional.empty(),
        new AwsAuth.Keys(),
        List.of(),
        new AwsWriting(kmsKeyId, Optional.of(days)));
  }

  private static RefusedConfig refused(String name, AwsConfig config, String field) {
    return refused(name, config, field, FailureDetail.FIELD);
  }

  private static RefusedConfig refused(
      String name, AwsConfig config, String field, FailureDetail detail) {
    return new RefusedConfig(name, FACTORY.check(config), field, detail);
  }

  /** The alphabet of names is small: what it lacks is spelled in hexadecimal. */
  @Override
  public String key(String name) {
    StringBuilder key = new StringBuilder();
    for (byte octet : name.getBytes(UTF_8)) {
      boolean legal = octet > 0 && String.valueOf((char) octet).matches("[A-Za-z0-9/_+=.@-]");
      key.append(legal ? String.valueOf((char) octet) : "_%02x".formatted(octet));
    }
    return key.toString();
  }

  @Override
  public int largestValue() {
    return 65_536 - "{\"v\":\"\"}".length();
  }

  @Override
  public void putObject(String key, String json) {
    put(key, Optional.of(json), Optional.empty());
  }

  @Override
  public void putText(String key, String text) {
    put(key, Optional.of(text), Optional.empty());
  }

  @Override
  public void putBytes(String key, byte[] bytes) {
    put(key, Optional.empty(), Optional.of(SdkBytes.fromByteArray(bytes)));
  }

  private void put(String key, Optional<String> text, Optional<SdkBytes> bytes) {
    Outcome<?> created =
        change(secrets ->
            secrets.createSecret(request -> {
              request.name(key).overrideConfiguration(signed());
              text.ifPresent(request::secretString);
              bytes.ifPresent(request::secretBinary);
            }));
    if (created instanceof Outcome.Failed<?>) {
      done(
          change(secrets ->
              secrets.putSecretValue(request -> {
                request.secretId(key).overrideConfiguration(signed());
                text.ifPresent(request::secretString);
                bytes.ifPresent(request::secretBinary);
              })));
    }
  }

  @Override
  public void softDelete(String key) {
    done(
        change(secrets ->
            secrets.deleteSecret(
                request -> request.secretId(key).overrideConfiguration(signed()))));
  }

  @Override
  public void remove(String key) {
    done(
        change(secrets ->
            secrets.deleteSecret(request ->
                request
                    .secretId(key)
                    .forceDeleteWithoutRecovery(true)
                    .overrideConfiguration(signed()))));
  }

  /** The current text of a secret; empty where there is none, or where it is deleted. */
  public Optional<String> text(String key) {
    Outcome<GetSecretValueResponse> answer =
        change(secrets ->
            secrets.getSecretValue(request ->
                request.secretId(key).versionStage("AWSCURRENT").overrideConfiguration(signed())));
    return answer instanceof Outcome.Ok<GetSecretValueResponse>(GetSecretValueResponse found)
        ? Optional.of(found.secretString())
        : Optional.empty();
  }

  AwsRequestOverrideConfiguration signed() {
    return AwsCalls.signedWith(
        AwsKeys.token(moto.accessKeyId(), moto.secretAccessKey(), Optional.empty()));
  }

  @Override
  public void tag(String key, Map<String, String> tags) {
    List<Tag> wanted =
        tags.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    done(
        change(secrets ->
            secrets.tagResource(
                request -> request.secretId(key).tags(wanted).overrideConfiguration(signed()))));
  }

  private <T> Outcome<T> change(Function<SecretsManagerClient, T> change) {
    return admin.ask(Deadline.after(Duration.ofSeconds(30)), change);
  }

  /** The SDK's clients, to do things behind the provider's back. */
  AwsCalls admin() {
    return admin;
  }

  static void done(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Failed<?>(var failure)) {
      throw new IllegalStateException("failed " + failure);
    }
  }

  @Override
  public void close() {
    admin.close();
    http.close();
  }
}
