package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two replicas whose Lease people lay hands on; at no moment do both act. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EditedLeaseTest {
  private Installation installation;
  private OperatorProcess first;
  private OperatorProcess second;
  private Resource<Lease> lease;

  @BeforeAll
  void install(RealControlPlane cluster) {
    installation = Installation.enrolled(cluster, "lease");
    first = installation.start("keyturn-0", "--lease-duration-seconds", "5");
    second = installation.start("keyturn-1", "--lease-duration-seconds", "5");
    lease =
        installation.client().leases().inNamespace(installation.namespace()).withName("keyturn");
    await().until(() -> leaders() == 1);
    // Who never saw the Lease takes its absence for a first start: the other has to have looked.
    AuditLog.Mark mark = cluster.audit().mark();
    await()
        .until(() ->
            installation
                    .requests(mark)
                    .matching(it -> it.resource().equals("leases") && it.verb().equals("get"))
                    .count()
                > 0);
  }

  @AfterAll
  void uninstall() {
    second.close();
    first.close();
    installation.close();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private static boolean leads(OperatorProcess replica) {
    return replica.metrics().sum("keyturn_leader") == 1;
  }

  /** Who acts: at no look two of them. */
  private int leaders() {
    boolean one = leads(first);
    boolean other = leads(second);
    assertThat(one && other).isFalse();
    return one || other ? 1 : 0;
  }

  private String holder() {
    Lease found = lease.get();
    return found == null ? "" : found.getSpec().getHolderIdentity();
  }

  @Test
  @Fault(value = "L10", on = Fault.Tier.R)
  void aLeaseThatIsDeletedIsTakenAgainByItsHolder() {
    await().until(() -> leaders() == 1);
    String before = holder();
    boolean wasFirst = leads(first);
    lease.delete();
    await()
        .until(() -> {
          assertThat(leaders()).isOne();
          return holder().equals(before);
        });
    assertThat(leads(first)).isEqualTo(wasFirst);
  }

  @Test
  @Fault(value = "L10", on = Fault.Tier.R)
  void whereTheLeaseIsEditedItsHolderStepsDownBeforeAnotherTakesIt() {
    await().until(() -> leaders() == 1);
    // Whatever its version: its holder renews it meanwhile.
    lease.patch(
        PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"holderIdentity\": \"somebody\"}}");
    await().until(() -> leaders() == 0);
    await().until(() -> leaders() == 1);
    assertThat(holder()).startsWith(leads(first) ? "keyturn-0" : "keyturn-1");
  }
}
