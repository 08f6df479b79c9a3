package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.NOW;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.soon;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.CloudProof;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another backend gets to prove the operator's own identity with. */
class AwsProofTest {
  private static final String KEYS =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAOWN</AccessKeyId>
      <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
      <Expiration>2026-03-04T06:06:07Z</Expiration></Credentials>
      </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
      """;

  @TempDir private Path folder;
  private final AwsFixture aws = new AwsFixture();

  @AfterEach
  void close() {
    aws.close();
  }

  private CloudProof proof() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "jwt-of-the-operator");
    Map<String, String> pod =
        Map.of(
            "AWS_ROLE_ARN",
            "arn:aws:iam::111111111111:role/hub",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            token.toString());
    return new AwsProviderFactory(InstantSource.fixed(NOW), pod)
        .proof(aws.config(new AwsAuth.OfTheOperator()), Optional.empty(), aws.http());
  }

  @Test
  void itIsTheKeysOfTheOperatorsRoleOneALine() throws IOException {
    aws.nextJson(200, KEYS);
    try (CloudProof proof = proof();
        SecretBytes keys = value(proof.make(soon()))) {
      assertThat(keys.<String>withText(text -> text)).isEqualTo("ASIAOWN\ns\nt");
    }
  }

  @Test
  void aRoleThatIsRefusedIsAuthFailed() throws IOException {
    aws.nextJson(403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>");
    try (CloudProof proof = proof()) {
      assertThat(failure(proof.make(soon())).kind()).isEqualTo(FailureClass.AuthFailed);
    }
  }
}
