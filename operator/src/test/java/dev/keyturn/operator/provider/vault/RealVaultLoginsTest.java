package dev.keyturn.operator.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The logins of a real Vault, {@code aws} with a scripted STS among them, which says who signed but
 * checks no signature.
 */
class RealVaultLoginsTest extends DirectoryLoginCases {
  RealVaultLoginsTest() {
    super(VaultServer.VAULT);
  }

  @Override
  Failure failureOfADirectoryThatIsDown() {
    return Failure.of(FailureClass.Unavailable).withStatus(500);
  }

  @Test
  void whoeverAwsSaysHasSignedLogsIn() {
    try (ScriptedServer sts = ScriptedServer.plain(RealVaultLoginsTest::callerIdentity)) {
      vault().admin("POST", "sys/auth/aws", "{\"type\":\"aws\"}");
      vault()
          .admin(
              "POST",
              "auth/aws/config/client",
              "{\"sts_endpoint\":\"%s\",\"iam_server_id_header_value\":\"%s\"}"
                  .formatted(sts.uri(), FakeLogins.SERVER_ID));
      vault()
          .admin(
              "POST",
              "auth/aws/role/shop",
              """
              {"auth_type":"iam","resolve_aws_unique_ids":false,\
              "bound_iam_principal_arn":["arn:aws:iam::123456789012:user/shop"],%s}\
              """
                  .formatted(ROLE_SETTINGS));
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

  private static VaultAuth iam(String serverId) {
    return new VaultAuth.Iam(
        "aws", "shop", Optional.empty(), Optional.of(serverId), Optional.empty());
  }

  /** Answers as STS does, the user being named after the access key. */
  private static void callerIdentity(ScriptedServer.Seen request, ScriptedServer.Peer peer)
      throws IOException {
    boolean known = request.headers().getOrDefault("authorization", "").contains("=AKIASHOP/");
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
            .formatted(known ? "shop" : "other"));
  }
}
