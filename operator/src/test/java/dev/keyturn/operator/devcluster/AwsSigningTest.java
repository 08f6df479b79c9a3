package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.provider.testkit.Transcript;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What AWS is sent for the fields of a store: whose keys sign it, for which role and secret. */
final class AwsSigningTest {
  private static final Pattern MEMBER =
      Pattern.compile("\"(ClientRequestToken|SecretString)\":\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern TAGS = Pattern.compile("\"Tags\":\\[.*?]");

  private final House house = new House();
  private final AtomicInteger roles = new AtomicInteger();
  private final ScriptedServer aws = ScriptedServer.plain(this::answer);
  private volatile String created = "";

  @AfterEach
  void close() {
    house.close();
    aws.close();
  }

  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    String target = operation(request);
    if (request.body().contains("Action=AssumeRole")) {
      peer.answer(
          200,
          "Content-Type: text/xml\r\n",
          """
          <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
          <Credentials><AccessKeyId>ASIA%d</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
          <SessionToken>of-the-role</SessionToken><Expiration>%s</Expiration></Credentials>
          </AssumeRoleResult></AssumeRoleResponse>
          """
              .formatted(
                  roles.incrementAndGet(),
                  house.time.instant().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS)));
    } else if (target.isEmpty()) {
      peer.answer(
          200,
          "Content-Type: text/xml\r\n",
          """
          <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetCallerIdentityResult><Account>222222222222</Account></GetCallerIdentityResult>
          </GetCallerIdentityResponse>
          """);
    } else if (!request.headers().getOrDefault("authorization", "").contains("Credential=ASIA")) {
      // The probe knocks with the keys of nobody.
      peer.json(400, "{\"__type\":\"UnrecognizedClientException\",\"Message\":\"no\"}");
    } else if (target.equals("CreateSecret")) {
      created = request.body();
      peer.json(
          200,
          "{\"Name\":\"dev/pushed\",\"VersionId\":\"%s\"}".formatted(of("ClientRequestToken")));
    } else if (target.equals("DeleteSecret")) {
      created = "";
      peer.json(200, "{\"Name\":\"dev/pushed\"}");
    } else if (request.body().contains("dev/x")) {
      peer.json(200, value("dev/x", "11111111-2222-3333-4444-555555555555", "of dev"));
    } else if (created.isEmpty()) {
      peer.json(400, "{\"__type\":\"ResourceNotFoundException\",\"Message\":\"no\"}");
    } else if (target.equals("DescribeSecret")) {
      Matcher tags = TAGS.matcher(created);
      peer.json(
          200,
          "{\"Name\":\"dev/pushed\",\"VersionIdsToStages\":{\"%s\":[\"AWSCURRENT\"]},%s}"
              .formatted(of("ClientRequestToken"), tags.find() ? tags.group() : "\"Tags\":[]"));
    } else {
      peer.json(200, value("dev/pushed", of("ClientRequestToken"), of("SecretString")));
    }
  }

  private static String value(String name, String version, String text) {
    return """
    {"ARN":"arn:aws:secretsmanager:eu-west-1:222222222222:secret:%1$s-AbCdEf","Name":"%1$s",\
    "VersionId":"%2$s","CreatedDate":1.7e9,"SecretString":"%3$s"}\
    """
        .formatted(name, version, text);
  }

  private String of(String member) {
    Matcher found = MEMBER.matcher(created);
    while (found.find()) {
      if (found.group(1).equals(member)) {
        return found.group(2);
      }
    }
    return "";
  }

  private static String operation(ScriptedServer.Seen request) {
    String target = request.headers().getOrDefault("x-amz-target", "");
    return target.substring(target.indexOf('.') + 1);
  }

  private ScriptedServer.Seen first(String what) {
    return aws.requests().stream()
        .filter(request -> operation(request).equals(what) || request.body().contains(what))
        .findFirst()
        .orElseThrow();
  }

  @Proves("P012")
  @Test
  void rolesExternalIdSessionTagsPrefixAndDeleteWindowAreSentAsTheStoreSays() {
    house.allowEndpoints(aws.uri().toString());
    house.restart();
    house.namespace("shop");
    house.secret("shop", "keys", Map.of("id", "AKIAEXAMPLE", "secret", "s"));
    house.secret("shop", "source", Map.of("token", "pushed"));
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: aws, namespace: shop}
        spec:
          keyPrefix: dev/
          provider:
            aws:
              region: eu-west-1
              endpoint: %s
              additionalRoles: ["arn:aws:iam::111111111111:role/hub"]
              role: arn:aws:iam::222222222222:role/shop
              externalID: keyturn/shop
              sessionTags: [{key: team, value: shop}, {key: tier, value: gold}]
              secretsManager: {recoveryWindowInDays: 7}
              auth:
                secretRef:
                  accessKeyIDSecretRef: {name: keys, key: id}
                  secretAccessKeySecretRef: {name: keys, key: secret}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: read, namespace: shop}
        spec:
          secretStoreRef: {name: aws}
          data: [{secretKey: value, remoteRef: {key: x}}]
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: pushed, namespace: shop}
        spec:
          secretStoreRef: {name: aws}
          push:
          - {secretKey: token, source: {name: source}, remoteRef: {key: pushed}, deletionPolicy: Delete}
        """,
        aws.uri());
    house.awaitData("shop", "read", Map.of("value", "of dev"));
    house.awaitCondition("shop", "pushed", "Pushed", "True/UpToDate");
    assertThat(of("SecretString")).isEqualTo("pushed");
    house.client.resources(SecretSync.class).inNamespace("shop").withName("pushed").delete();
    house.await().until(() -> created.isEmpty());
    Transcript.assertGolden(
        "aws-store",
        List.of(
            first("role%2Fhub"),
            first("role%2Fshop"),
            first("{\"SecretId\":\"dev/x\""),
            first("DeleteSecret")));
  }
}
