package dev.keyturn.operator.provider.testkit;

import static dev.keyturn.operator.provider.FailureClass.AuthFailed;
import static dev.keyturn.operator.provider.FailureClass.NotFound;
import static dev.keyturn.operator.provider.FailureClass.Timeout;
import static dev.keyturn.operator.provider.FailureDetail.LEASE_UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.CredentialLease;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.LeaseId;
import dev.keyturn.operator.provider.LeaseIssuer;
import dev.keyturn.operator.provider.LeaseTerms;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a backend must keep that makes credentials on demand. */
abstract class LeaseCases extends BatchCases {

  @Nested
  @Needs(Trait.LEASE)
  class Lease {
    @Test
    void aCredentialComesWithTheTimeThatItLives() {
      try (CredentialLease lease = issue()) {
        assertThat(text(lease)).startsWith("{\"").endsWith("\"}");
        assertThat(lease.terms()).isEqualTo(new LeaseTerms(leasing().usual(), true));
        assertThat(lease.toString()).doesNotContain(text(lease), lease.id().text());
      }
      assertThat(leasing().alive()).isOne();
    }

    @Test
    void everyAskerGetsACredentialOfItsOwn() {
      try (CredentialLease first = issue();
          CredentialLease second = issue()) {
        assertThat(text(second)).isNotEqualTo(text(first));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(leasing().alive()).isEqualTo(2);
        value(leases().revoke(second.id(), call()));
        value(leases().renew(first.id(), leasing().usual(), call()));
      }
    }

    @Test
    void aRenewalGrantsWhatIsAskedForFromNowOn() {
      LeaseTerms terms = value(leases().renew(made(), leasing().usual(), call()));
      assertThat(terms).isEqualTo(new LeaseTerms(leasing().usual(), true));
    }

    @Test
    void aRenewalEndsWithTheLongestTime() {
      LeaseTerms terms = value(leases().renew(made(), leasing().longest().multipliedBy(3), call()));
      assertThat(terms.duration())
          .isGreaterThan(leasing().usual().dividedBy(2))
          .isLessThanOrEqualTo(leasing().longest());
    }

    @Test
    void aLookTellsWhatIsLeft() {
      LeaseTerms terms = value(leases().lookup(made(), call()));
      assertThat(terms.duration())
          .isGreaterThan(leasing().usual().dividedBy(2))
          .isLessThanOrEqualTo(leasing().usual());
      assertThat(terms.renewable()).isTrue();
    }

    @Test
    void aRevokedLeaseIsOverAndMayBeRevokedAgain() {
      LeaseId lease = made();
      value(leases().revoke(lease, call()));
      assertThat(leasing().alive()).isZero();
      assertIsOver(lease);
      value(leases().revoke(lease, call()));
    }

    @Test
    void aLeaseThatWasNeverMadeIsUnknown() {
      LeaseId strange = new LeaseId(made().text() + "x");
      assertIsOver(strange);
      value(leases().revoke(strange, call()));
      assertThat(leasing().alive()).isOne();
    }

    @Test
    void aLeaseThatSomebodyEndedIsUnknown() {
      LeaseId lease = made();
      leasing().endAll();
      assertIsOver(lease);
      value(leases().revoke(lease, call()));
    }

    @Test
    void aLeaseOutlivesItsClient() {
      LeaseId lease = made();
      try (ProviderClient next = backend().open()) {
        Call call = call(value(next.login(soon())));
        LeaseIssuer leases = next.leases().orElseThrow();
        assertThat(value(leases.renew(lease, leasing().usual(), call)).duration())
            .isEqualTo(leasing().usual());
        value(leases.revoke(lease, call));
      }
      assertThat(leasing().alive()).isZero();
    }

    @Test
    @Needs({Trait.LEASE_OF_SESSION, Trait.REVOCATION})
    void aLeaseEndsWithTheSessionThatAskedForIt() {
      Session session = login();
      LeaseId lease;
      try (CredentialLease made = value(leases().issue(leasing().request(), call(session)))) {
        lease = made.id();
      }
      value(client().revoke(session, soon()));
      await().untilAsserted(() -> assertThat(leasing().alive()).isZero());
      assertIsOver(lease);
    }

    @Test
    @Needs({Trait.LOGIN, Trait.REVOCATION})
    void nothingIsMadeOrEndedWithoutASession() {
      LeaseId lease = made();
      Session session = login();
      backend().expireSessions();
      Stream.<Outcome<?>>of(
              leases().issue(leasing().request(), call(session)),
              leases().renew(lease, leasing().usual(), call(session)),
              leases().lookup(lease, call(session)),
              leases().revoke(lease, call(session)))
          .forEach(outcome -> assertThat(failure(outcome).kind()).isEqualTo(AuthFailed));
    }

    @Test
    void aPathThatMakesNothingIsNoLease() {
      assertThat(failure(leases().issue(leasing().refused(), call())).mayHaveApplied()).isFalse();
      assertThat(leasing().alive()).isZero();
    }

    @Test
    void afterItsDeadlineNothingIsMade() {
      Call late = new Call(login(), Deadline.after(Duration.ZERO), "contract");
      assertFails(leases().issue(leasing().request(), late), Timeout, FailureDetail.NONE);
      assertThat(leasing().alive()).isZero();
    }

    private void assertIsOver(LeaseId lease) {
      assertFails(leases().renew(lease, leasing().usual(), call()), NotFound, LEASE_UNKNOWN);
      assertFails(leases().lookup(lease, call()), NotFound, LEASE_UNKNOWN);
    }

    private LeasingBackend leasing() {
      return backend().leases().orElseThrow();
    }

    private LeaseIssuer leases() {
      return client().leases().orElseThrow();
    }

    private CredentialLease issue() {
      return value(leases().issue(leasing().request(), call()));
    }

    private LeaseId made() {
      try (CredentialLease lease = issue()) {
        return lease.id();
      }
    }

    private String text(CredentialLease lease) {
      return lease.payload().with(bytes -> new String(bytes, UTF_8));
    }

    private Call call() {
      return call(login());
    }

    private Call call(Session session) {
      return new Call(session, soon(), "contract");
    }
  }
}
