package dev.keyturn.operator.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.CloudCaller;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The logins of a real Vault, {@code aws} and {@code gcp} among them: the first with a scripted STS
 * that says who signed but checks no signature, the second with a scripted Google whose
 * certificates Vault checks signatures with.
 */
class RealVaultLoginsTest extends DirectoryLoginCases {
  private static final ScriptedGoogle GOOGLE = new ScriptedGoogle();

  RealVaultLoginsTest() {
    super(VaultServer.VAULT, GOOGLE.environment());
  }

  @AfterAll
  static void closeGoogle() {
    GOOGLE.close();
  }

  @Override
  Failure failureOfADirectoryThatIsDown() {
    return Failure.of(FailureClass.Unavailable).withStatus(500);
  }

  @Test
  void whoeverAwsSaysHasSignedLogsIn() {
    try (ScriptedServer sts = aws("aws", "AKIASHOP")) {
      Map<String, String> keys =
          Map.of(VaultAuth.ACCESS_KEY_ID, "AKIASHOP", VaultAuth.SECRET_ACCESS_KEY, "key");

      lives(iam(FakeLogins.SERVER_ID), keys);
      isRefused(iam("another.example"), keys);
      isRefused(
          iam(FakeLogins.SERVER_ID),
          Map.of(VaultAuth.ACCESS_KEY_ID, "AKIAOTHER", VaultAuth.SECRET_ACCESS_KEY, "key"));
      assertThat(sts.requests())
          .allSatisfy(request -> {
            assertThat(request.body()).isEqualTo("Action=GetCallerIdentity&Version=2011-06-15");
            assertThat(request.headers()).containsEntry("host", "sts.amazonaws.com");
          });
    }
  }

  /** With keys that AWS gave for the token of a ServiceAccount. */
  @Test
  void aServiceAccountWhoseRoleAwsKnowsLogsIn() {
    try (ScriptedServer sts = aws("role", FakeLogins.ACCESS_KEY_ID)) {
      lives(role(FakeLogins.SERVER_ID));
      isRefused(role("another.example"));
      assertThat(sts.requests())
          .allSatisfy(request ->
              assertThat(request.headers())
                  .containsEntry("host", "sts.eu-west-1.amazonaws.com")
                  .containsEntry("x-amz-security-token", "session"));
    }
  }

  /** A mount whose STS says that whoever signs with this key is the user whom the role takes. */
  private ScriptedServer aws(String mount, String accessKeyId) {
    ScriptedServer sts =
        ScriptedServer.plain((request, peer) -> callerIdentity(accessKeyId, request, peer));
    vault().admin("POST", "sys/auth/" + mount, "{\"type\":\"aws\"}");
    vault()
        .admin(
            "POST",
            "auth/" + mount + "/config/client",
            "{\"sts_endpoint\":\"%s\",\"iam_server_id_header_value\":\"%s\"}"
                .formatted(sts.uri(), FakeLogins.SERVER_ID));
    vault()
        .admin(
            "POST",
            "auth/" + mount + "/role/shop",
            """
            {"auth_type":"iam","resolve_aws_unique_ids":false,\
            "bound_iam_principal_arn":["arn:aws:iam::123456789012:user/shop"],%s}\
            """
                .formatted(ROLE_SETTINGS));
    return sts;
  }

  @Test
  void aServiceAccountWhoseSignatureGoogleVouchesForLogsIn() {
    google("gcp", 900);
    VaultAuth auth = gcp("gcp", Optional.empty());

    lives(auth, key(FakeServiceAccount.EMAIL, true));
    isRefused(auth, key(FakeServiceAccount.EMAIL, false));
    isRefused(auth, key(ScriptedGoogle.OTHER_ACCOUNT, true));
    isRefused(auth, key("gone@project.iam.gserviceaccount.com", true));
  }

  /** Google signs with the account's key what a pool lets the operator say. */
  @Test
  void aServiceAccountThatGoogleLetsSignLogsIn() {
    google("pool", 900);
    VaultAuth auth = gcp("pool", Optional.of(FakeCloud.POOL));

    lives(auth);
    isRefusedOfStrangers(auth);
  }

  /** What a metadata server says is good for longer than a role takes by default. */
  @Test
  void aServiceAccountThatTheMetadataServerNamesLogsInWhereTheRoleTakesAnHour() {
    google("quarter", 900);
    google("hour", 3600);

    isRefused(gcp("quarter", Optional.of(FakeCloud.METADATA)));
    lives(gcp("hour", Optional.of(FakeCloud.METADATA)));
    isRefusedOfStrangers(gcp("hour", Optional.of(FakeCloud.METADATA)));
  }

  private void google(String mount, int longestJwt) {
    vault().admin("POST", "sys/auth/" + mount, "{\"type\":\"gcp\"}");
    vault().admin("POST", "auth/" + mount + "/config", GOOGLE.config());
    vault()
        .admin(
            "POST",
            "auth/" + mount + "/role/" + FakeLogins.ROLE,
            "{\"type\":\"iam\",\"bound_service_accounts\":[\"%s\"],\"max_jwt_exp\":%d,%s}"
                .formatted(FakeServiceAccount.EMAIL, longestJwt, ROLE_SETTINGS));
  }

  private static VaultAuth gcp(String mount, Optional<CloudCaller.Google> caller) {
    return new VaultAuth.Gcp(mount, FakeLogins.ROLE, caller);
  }

  private static Map<String, String> key(String email, boolean known) {
    return Map.of(VaultAuth.SERVICE_ACCOUNT_KEY, FakeServiceAccount.keyFile(email, known));
  }

  private void lives(VaultAuth keyless) {
    try (FakeCloud cloud = new FakeCloud(true)) {
      lives(keyless, FakeLogins.credentials(keyless, true), cloud);
    }
  }

  private void isRefused(VaultAuth keyless) {
    try (FakeCloud cloud = new FakeCloud(true)) {
      isRefused(keyless, FakeLogins.credentials(keyless, true), cloud);
    }
  }

  private void isRefusedOfStrangers(VaultAuth keyless) {
    try (FakeCloud strangers = new FakeCloud(false)) {
      isRefused(keyless, FakeLogins.credentials(keyless, true), strangers);
    }
  }

  private static VaultAuth iam(String serverId) {
    return new VaultAuth.Iam(
        "aws", "shop", Optional.empty(), Optional.of(serverId), Optional.empty());
  }

  private static VaultAuth role(String serverId) {
    return new VaultAuth.Iam(
        "role",
        "shop",
        Optional.of("eu-west-1"),
        Optional.of(serverId),
        Optional.of(FakeCloud.ROLE));
  }

  /** Answers as STS does, the user being named after the access key. */
  private static void callerIdentity(
      String known, ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    boolean isKnown =
        request.headers().getOrDefault("authorization", "").contains("=" + known + "/");
    peer.answer(
        200,
        "Content-Type: text/xml\r\n",
        """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\
        <GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/%s</Arn>\
        <UserId>AIDAEXAMPLE</UserId><Account>123456789012</Account></GetCallerIdentityResult>\
        <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>\
        </GetCallerIdentityResponse>\
        """
            .formatted(isKnown ? "shop" : "other"));
  }
}
