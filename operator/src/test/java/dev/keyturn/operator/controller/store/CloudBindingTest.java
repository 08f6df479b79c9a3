package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.Messages;
import dev.keyturn.operator.engine.plan.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The message of a store whose ServiceAccount is no identity of the cloud names what is missing.
 */
class CloudBindingTest {
  private static final CloudBinding.Subject SHOP = new CloudBinding.Subject("shop", "app");
  private static final String POOL =
      "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/clusters";
  private static final CloudBinding AWS =
      new CloudBinding.OfAws("arn:aws:iam::123456789012:role/team/shop", "sts.amazonaws.com");

  private static String message(Detail detail, String subject) {
    return Messages.of(Problem.of(ErrorClass.AuthFailed, detail, subject));
  }

  private static CloudBinding google(String pool, String audience) {
    return new CloudBinding.OfGoogle(
        pool, audience, Optional.of("shop@shop-prod.iam.gserviceaccount.com"));
  }

  @Test
  void aRoleThatDoesNotTrustTheServiceAccountIsNamedWithTheCommand() {
    assertThat(message(Detail.UNBOUND, AWS.unbound(SHOP)))
        .isEqualTo(
            "The cloud does not let the store's ServiceAccount have this identity: ServiceAccount"
                + " shop/app as arn:aws:iam::123456789012:role/team/shop. The role's trust policy"
                + " must name the subject system:serviceaccount:shop:app and the audience"
                + " sts.amazonaws.com: `aws iam update-assume-role-policy --role-name shop"
                + " --policy-document file://trust.json`.");
  }

  @Test
  void anAccountWithoutTheClustersIssuerIsNamedWithTheCommand() {
    assertThat(message(Detail.UNTRUSTED, AWS.untrusted(SHOP)))
        .contains("ServiceAccount shop/app", "arn:aws:iam::123456789012:role/team/shop")
        .contains(
            "`aws iam create-open-id-connect-provider --url ISSUER --client-id-list"
                + " sts.amazonaws.com`");
  }

  @Test
  void aGoogleServiceAccountIsBoundByTheNameThatThePoolHasForIt() {
    assertThat(google(POOL + "/providers/prod", "https:" + POOL).unbound(SHOP))
        .contains(
            "gcloud iam service-accounts add-iam-policy-binding"
                + " shop@shop-prod.iam.gserviceaccount.com --role roles/iam.workloadIdentityUser"
                + " --member 'principal:"
                + POOL
                + "/subject/system:serviceaccount:shop:app'");
    assertThat(
            google("identitynamespace:fleet.svc.id.goog:https://c", "fleet.svc.id.goog")
                .unbound(SHOP))
        .contains("--member 'serviceAccount:fleet.svc.id.goog[shop/app]'");
  }

  @Test
  void aPoolThatDoesNotKnowTheTokenIsNamedWithWhatItMustKnow() {
    assertThat(google(POOL + "/providers/prod", "https:" + POOL).untrusted(SHOP))
        .contains(
            POOL + "/providers/prod", "https:" + POOL, "system:serviceaccount:shop:app", "issuer");
  }

  @Test
  void anApplicationWithoutTheFederatedCredentialIsNamedWithTheCommand() {
    CloudBinding azure = new CloudBinding.OfAzure("api://AzureADTokenExchange");
    assertThat(message(Detail.UNBOUND, azure.unbound(SHOP)))
        .contains("az identity federated-credential create")
        .contains("--subject system:serviceaccount:shop:app")
        .contains("--audiences api://AzureADTokenExchange");
    assertThat(azure.untrusted(SHOP)).isEqualTo(azure.unbound(SHOP));
  }
}
