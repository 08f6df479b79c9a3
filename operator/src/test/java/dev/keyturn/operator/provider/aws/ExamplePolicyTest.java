package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.current;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.soon;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The policies of the examples allow what reads ask for, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplePolicyTest {
  private static final Path ROOT = Path.of(System.getProperty("keyturn.root"), "examples");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RealMoto moto = new RealMoto();
  private final MotoBackend aws = new MotoBackend(moto);
  private final JdkBackendHttp http =
      new JdkBackendHttp(
          EndpointPolicy.of(List.of(moto.uri().toString()), Set.of()),
          TlsTrust.system(),
          JdkBackendHttp.CONNECT_TIMEOUT);

  @AfterAll
  void stop() {
    http.close();
    aws.close();
    moto.close();
  }

  private static JsonNode read(String file) throws IOException {
    return JSON.readTree(ROOT.resolve(file).toFile());
  }

  private static List<String> texts(JsonNode one) {
    return one.isArray() ? one.valueStream().map(JsonNode::asText).toList() : List.of(one.asText());
  }

  private ProviderClient client(RealMoto.AccessKey key) {
    AwsConfig config =
        AwsConfig.secretsManager(aws.region(), Optional.of(moto.uri()), new AwsAuth.Keys());
    return MotoBackend.FACTORY.open(
        config,
        new Credentials(
            Map.of(
                AwsAuth.ACCESS_KEY_ID, SecretBytes.ofText(key.id()),
                AwsAuth.SECRET_ACCESS_KEY, SecretBytes.ofText(key.secret())),
            Optional.empty()),
        http);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "26-cluster-stores/iam/secrets-read-infra.json",
        "26-cluster-stores/iam/secrets-read-llm.json",
        "26-cluster-stores/iam/secrets-read-integrations.json",
        "04-aws-secrets-manager/policy.json"
      })
  void whatAReadAsksForIsWhatThePolicyAllows(String file) throws IOException {
    JsonNode policy = read(file);
    String key = file.replaceAll("[^a-z]", "-");
    aws.putText(key + "/one", "1");
    aws.putText(key + "/deleted", "2");
    aws.softDelete(key + "/deleted");
    try (ProviderClient client = client(moto.user(key, ofEverySecret(policy)))) {
      Call call = new Call(value(client.login(soon())), soon(), "policy");
      moto.recordRequests();
      value(client.read(current(key + "/one"), call)).close();
      Failure deleted = failure(client.read(current(key + "/deleted"), call));
      assertThat(deleted.detail()).isEqualTo(FailureDetail.SOFT_DELETED);
      Set<String> asked = new TreeSet<>();
      moto.recordedActions().forEach(action -> asked.add("secretsmanager:" + action));
      assertThat(texts(policy.at("/Statement/0/Action")))
          .containsExactlyInAnyOrderElementsOf(asked);

      try (SecretBytes other = SecretBytes.ofText("3")) {
        assertThat(
                failure(client.writer().orElseThrow().createIfAbsent(key + "/new", other, call))
                    .kind())
            .isEqualTo(FailureClass.AccessDenied);
      }
    }
  }

  @Test
  void theSmallestPolicyReadsManySecretsInACall() throws IOException {
    JsonNode policy = read("04-aws-secrets-manager/policy.json");
    aws.putText("many/one", "1");
    aws.putText("many/two", "2");
    try (ProviderClient client = client(moto.user("many", ofEverySecret(policy)))) {
      Call call = new Call(value(client.login(soon())), soon(), "policy");
      moto.recordRequests();
      List<String> keys = List.of("many/one", "many/two");
      value(client.batches().orElseThrow().readAll(keys, call))
          .values()
          .forEach(read -> value(read).close());
      assertThat(moto.recordedActions()).containsExactly("BatchGetSecretValue");
    }
  }

  /** Moto compares actions, and knows neither the resource of a read nor a {@code ?}. */
  private static String ofEverySecret(JsonNode policy) {
    ((ObjectNode) policy.at("/Statement/0")).put("Resource", "*");
    return policy.toString();
  }

  @Test
  void theResourcesAreTheSecretsOfTheirPartAloneWithTheSuffixOfAws() throws IOException {
    assertThat(prefixes("infra")).containsExactly("app/database", "app/redis", "app/jwt");
    assertThat(prefixes("llm")).containsExactly("app/llm");
    assertThat(prefixes("integrations"))
        .containsExactly("app/oauth", "app/email", "app/integrations");
  }

  private static List<String> prefixes(String part) throws IOException {
    JsonNode policy = read("26-cluster-stores/iam/secrets-read-" + part + ".json");
    assertThat(policy.path("Statement")).hasSize(1);
    String before = "arn:aws:secretsmanager:REGION:ACCOUNT:secret:";
    return texts(policy.at("/Statement/0/Resource")).stream()
        .peek(resource -> assertThat(resource).startsWith(before).endsWith("/*-??????"))
        .map(resource ->
            resource.substring(before.length(), resource.length() - "/*-??????".length()))
        .toList();
  }

  /** A policy that is no JSON is refused by AWS only when somebody applies it. */
  @Test
  void everyPolicyOfAnExampleIsJsonOfThePresentVersion() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<Path> policies =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .filter(file -> !file.endsWith("gcp/bindings.json"))
              .toList();
      assertThat(policies).hasSizeGreaterThanOrEqualTo(6);
      for (Path policy : policies) {
        JsonNode read = JSON.readTree(policy.toFile());
        assertThat(read.path("Version").asText()).as(policy.toString()).isEqualTo("2012-10-17");
        assertThat(read.path("Statement")).as(policy.toString()).isNotEmpty();
      }
    }
  }

  @Test
  void theTrustPolicyNamesTheServiceAccountOfTheStore() throws IOException {
    JsonNode trust = read("26-cluster-stores/iam/trust.json").at("/Statement/0");
    assertThat(trust.path("Action").asText()).isEqualTo("sts:AssumeRoleWithWebIdentity");
    assertThat(trust.at("/Condition/StringEquals/OIDC_PROVIDER:aud").asText())
        .isEqualTo("sts.amazonaws.com");
    assertThat(trust.at("/Condition/StringEquals/OIDC_PROVIDER:sub").asText())
        .isEqualTo("system:serviceaccount:platform:aws-secrets-manager");
  }
}
