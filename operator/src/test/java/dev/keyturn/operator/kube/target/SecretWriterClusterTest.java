package dev.keyturn.operator.kube.target;

import static dev.keyturn.operator.kube.target.DesiredSecret.Policy.MERGE;
import static dev.keyturn.operator.kube.target.DesiredSecret.Policy.ORPHAN;
import static dev.keyturn.operator.kube.target.DesiredSecret.Policy.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.operator.kube.ClusterContract;
import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.operator.kube.masked.MaskedSecrets;
import dev.keyturn.operator.kube.target.WriteResult.Change;
import dev.keyturn.operator.kube.target.WriteResult.Holder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecretWriterClusterTest extends ClusterContract {
  private final List<TargetView> recorded = new ArrayList<>();

  @Test
  void createsAndThenFindsNothingToDo() {
    DesiredSecret desired = desired("db", OWNER, Map.of("password", "one"));

    TargetView created = written(write(desired), Change.CREATED);
    assertThat(created.output("keyturn/db")).contains(desired.output(macs));
    assertThat(created.ownerUid()).contains("uid-of-db");
    assertThat(recorded).containsExactly(created);

    TargetView again = written(write(desired, created), Change.UNCHANGED);
    assertThat(again).isEqualTo(created);
  }

  @Test
  void aCreateWhoseAnswerWasLostIsFoundToBeOurs() {
    DesiredSecret desired = desired("db", OWNER, Map.of("password", "one"));
    TargetView created = written(write(desired), Change.CREATED);

    assertThat(written(write(desired), Change.UNCHANGED)).isEqualTo(created);
  }

  @Test
  void aForeignSecretStaysAsItIs() {
    Secret foreign = foreign("db", "Opaque", Map.of("other", "bytes"));
    Optional<String> writer = Optional.of("fabric8-kubernetes-client");

    assertThat(write(desired("db", OWNER, Map.of("password", "one"))))
        .isEqualTo(new WriteResult.OwnershipConflict(Holder.UNMARKED, writer));
    assertThat(live("db")).isEqualTo(foreign);
  }

  @Test
  void aSecretOfAnotherSyncStaysAsItIs() {
    write(desired("first", OWNER, Map.of("password", "one")));
    assertThat(write(desired("second", OWNER, Map.of("token", "two"))))
        .isEqualTo(
            new WriteResult.OwnershipConflict(Holder.CONTROLLER, Optional.of("keyturn/first")));

    client().secrets().inNamespace(namespace).withName("db").delete();
    write(desired("first", ORPHAN, Map.of("password", "one")));
    assertThat(write(desired("second", ORPHAN, Map.of("token", "two"))))
        .isEqualTo(
            new WriteResult.OwnershipConflict(Holder.OTHER_SYNC, Optional.of("keyturn/first")));
  }

  /** A client names itself; what stands there is repeated only where it is an ordinary name. */
  @Test
  void aManagerWithAnotherNameThanAnOrdinaryOneIsNotRepeated() {
    for (String manager : List.of("<b>", "a b", "line\nbreak")) {
      client()
          .secrets()
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withNamespace(namespace)
                  .withName("db")
                  .endMetadata()
                  .withData(Map.of("other", "Ynl0ZXM="))
                  .build())
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.SERVER_SIDE_APPLY)
                  .withFieldManager(manager)
                  .build());
      assertThat(write(desired("db", OWNER, Map.of("password", "one"))))
          .isEqualTo(new WriteResult.OwnershipConflict(Holder.UNMARKED, Optional.empty()));
      client().secrets().inNamespace(namespace).withName("db").delete();
    }
  }

  @Test
  void adoptsWhatNobodyOwnsAndOnlyWhenAsked() {
    foreign("db", "Opaque", Map.of("password", "old", "other", "kept"));
    DesiredSecret desired = adopting(desired("db", OWNER, Map.of("password", "one")));

    TargetView adopted = written(write(desired), Change.UPDATED);
    assertThat(adopted.ownerUid()).contains("uid-of-db");
    assertThat(adopted.output("keyturn/db")).contains(desired.output(macs));
    assertThat(value(live("db"), "other")).isEqualTo("kept");
  }

  @Test
  void repairsDriftAndLeavesTheKeysOfOthers() {
    DesiredSecret desired = desired("db", OWNER, Map.of("password", "one"));
    written(write(desired), Change.CREATED);
    edit("{\"stringData\":{\"password\":\"changed\",\"theirs\":\"x\"}}");
    TargetView drifted = seen("db");
    assertThat(drifted.output("keyturn/db")).isNotEqualTo(Optional.of(desired.output(macs)));

    TargetView repaired = written(write(desired, drifted), Change.UPDATED);
    assertThat(repaired.output("keyturn/db")).contains(desired.output(macs));
    assertThat(value(live("db"), "password")).isEqualTo("one");
    assertThat(value(live("db"), "theirs")).isEqualTo("x");
  }

  @Test
  void aKeyOfAnotherWriterIsNoDrift() {
    DesiredSecret desired = desired("db", OWNER, Map.of("password", "one"));
    written(write(desired), Change.CREATED);
    edit("{\"stringData\":{\"theirs\":\"x\"},\"metadata\":{\"labels\":{\"a\":\"b\"}}}");

    assertThat(seen("db").output("keyturn/db")).contains(desired.output(macs));
  }

  @Test
  void aRemovedKeyOrLabelIsDrift() {
    DesiredSecret desired = desired("db", OWNER, Map.of("password", "one", "user", "u"));
    written(write(desired), Change.CREATED);
    edit("{\"data\":{\"user\":null}}");
    assertThat(seen("db").output("keyturn/db")).isNotEqualTo(Optional.of(desired.output(macs)));

    written(write(desired), Change.UPDATED);
    edit("{\"metadata\":{\"labels\":{\"team\":null}}}");
    assertThat(seen("db").output("keyturn/db")).isNotEqualTo(Optional.of(desired.output(macs)));
  }

  @Test
  void aKeyThatIsNoLongerWantedGoes() {
    TargetView first =
        written(write(desired("db", OWNER, Map.of("a", "1", "b", "2"))), Change.CREATED);
    written(write(desired("db", OWNER, Map.of("a", "1")), first), Change.UPDATED);

    assertThat(live("db").getData()).containsOnlyKeys("a");
  }

  @Test
  void anOldPictureOfTheSecretCostsALookAndNoMore() {
    DesiredSecret desired = desired("db", OWNER, Map.of("password", "one"));
    TargetView first = written(write(desired), Change.CREATED);
    edit("{\"stringData\":{\"password\":\"changed\"}}");
    written(write(desired, first), Change.UPDATED);

    client().secrets().inNamespace(namespace).withName("db").delete();
    written(write(desired, first), Change.CREATED);
    TargetView other = written(write(desired, first), Change.UNCHANGED);
    assertThat(other.uid()).isNotEqualTo(first.uid());
  }

  @Test
  void twoSyncsMergeTheirKeysIntoASecretAndNeitherTakesTheOthers() {
    assertThat(write(desired("first", MERGE, Map.of("a", "1"))))
        .isEqualTo(new WriteResult.TargetMissing());
    foreign("db", "Opaque", Map.of("own", "x"));

    written(write(desired("first", MERGE, Map.of("a", "1"))), Change.UPDATED);
    DesiredSecret second = desired("second", MERGE, Map.of("b", "2"));
    TargetView merged = written(write(second), Change.UPDATED);
    assertThat(merged.output("keyturn/second")).contains(second.output(macs));
    assertThat(merged.output("keyturn/first"))
        .contains(desired("first", MERGE, Map.of("a", "1")).output(macs));
    assertThat(merged.ownerUid()).isEmpty();
    assertThat(live("db").getData()).containsOnlyKeys("own", "a", "b");

    assertThat(write(desired("third", MERGE, Map.of("a", "9")), merged))
        .isEqualTo(
            new WriteResult.OwnershipConflict(Holder.FIELD_MANAGER, Optional.of("keyturn/first")));
    assertThat(value(live("db"), "a")).isEqualTo("1");
  }

  @Test
  void whatTheApiServerWillNotHaveIsNamed() {
    DesiredSecret plain = desired("db", OWNER, Map.of("a", "1"));
    TargetView first = written(write(plain), Change.CREATED);
    assertThat(write(typed(plain, "example.com/other"), first))
        .isEqualTo(new WriteResult.TargetInvalid(Detail.TYPE_CHANGE));
    assertThat(write(desired("db", OWNER, Map.of("a", "x".repeat(1_048_577))), first))
        .isEqualTo(new WriteResult.TargetTooLarge());

    edit("{\"immutable\":true}");
    assertThat(write(desired("db", OWNER, Map.of("a", "2")), first))
        .isEqualTo(new WriteResult.TargetInvalid(Detail.IMMUTABLE));
  }

  @Test
  void exactlyOneMebibyteFits() {
    written(write(desired("db", OWNER, Map.of("a", "x".repeat(1_048_576)))), Change.CREATED);
  }

  @Test
  void aMissingNamespaceIsNamed() {
    DesiredSecret there = desired("db", OWNER, Map.of("a", "1"));
    DesiredSecret gone =
        new DesiredSecret(
            "no-such-namespace",
            "db",
            there.sync(),
            OWNER,
            false,
            false,
            "Opaque",
            there.labels(),
            there.annotations(),
            there.data());

    assertThat(write(gone)).isEqualTo(new WriteResult.NamespaceGone());
  }

  @Test
  void deletesOnlyTheVeryObjectAndOnlyWhileItIsOurs() {
    TargetView view =
        written(write(desired("db", OWNER, Map.of("password", "one"))), Change.CREATED);
    SecretRemover remover = new SecretRemover(clients().writes(), OPEN);

    assertThat(remover.delete(namespace, "db", "another-uid", "uid-of-db"))
        .isEqualTo(new RemovalResult.NotOurs());
    assertThat(remover.delete(namespace, "db", view.uid(), "another-sync"))
        .isEqualTo(new RemovalResult.NotOurs());
    assertThat(live("db")).isNotNull();
    assertThat(remover.delete(namespace, "db", view.uid(), "uid-of-db"))
        .isEqualTo(new RemovalResult.Removed());
    assertThat(remover.delete(namespace, "db", view.uid(), "uid-of-db"))
        .isEqualTo(new RemovalResult.Absent());
  }

  @Test
  void takesOurKeysOutAndNothingElse() {
    Secret foreign = foreign("db", "Opaque", Map.of("own", "x"));
    written(write(desired("first", MERGE, Map.of("a", "1"))), Change.UPDATED);
    SecretRemover remover = new SecretRemover(clients().writes(), OPEN);

    assertThat(
            remover.removeOurKeys(
                emptied(desired("first", MERGE, Map.of())), foreign.getMetadata().getUid()))
        .isEqualTo(new RemovalResult.Removed());
    assertThat(live("db").getData()).containsOnlyKeys("own");
    assertThat(live("db").getMetadata().getLabels()).isNullOrEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = DesiredSecret.Policy.class,
      names = {"OWNER", "ORPHAN"})
  void ourSecretStaysOursWithoutItsKeysAndGetsThemBack(DesiredSecret.Policy policy) {
    DesiredSecret desired = desired("db", policy, Map.of("password", "one"));
    TargetView made = written(write(desired), Change.CREATED);
    SecretRemover remover = new SecretRemover(clients().writes(), OPEN);

    assertThat(remover.removeOurKeys(emptied(desired), made.uid()))
        .isEqualTo(new RemovalResult.Removed());
    TargetView left = seen("db");
    assertThat(live("db").getData()).isNullOrEmpty();
    assertThat(left.labels()).isEqualTo(Map.of(Api.LABEL_MANAGED, "true"));
    assertThat(left.output("keyturn/db")).contains(emptied(desired).output(macs));

    TargetView back = written(write(desired), Change.UPDATED);
    assertThat(back.uid()).isEqualTo(made.uid());
    assertThat(value(live("db"), "password")).isEqualTo("one");
  }

  @Test
  void aSecretThatIsAnothersIsNotEmptied() {
    TargetView theirs =
        written(write(desired("first", OWNER, Map.of("password", "one"))), Change.CREATED);
    SecretRemover remover = new SecretRemover(clients().writes(), OPEN);

    assertThat(remover.removeOurKeys(emptied(desired("second", OWNER, Map.of())), theirs.uid()))
        .isEqualTo(new RemovalResult.NotOurs());
    assertThat(value(live("db"), "password")).isEqualTo("one");
  }

  @Test
  void aSecretWhoseTypeDemandsItsKeysKeepsThem() {
    DesiredSecret desired =
        typed(desired("db", OWNER, Map.of("password", "one")), "kubernetes.io/basic-auth");
    TargetView made = written(write(desired), Change.CREATED);
    SecretRemover remover = new SecretRemover(clients().writes(), OPEN);

    assertThat(remover.removeOurKeys(emptied(desired), made.uid()))
        .isEqualTo(new RemovalResult.Invalid(Detail.FIELD));
    assertThat(value(live("db"), "password")).isEqualTo("one");
  }

  private WriteResult write(DesiredSecret desired) {
    return writer().write(desired, Optional.empty(), false, () -> LiveSpecs.Standing.CURRENT);
  }

  private WriteResult write(DesiredSecret desired, TargetView known) {
    return writer().write(desired, Optional.of(known), false, () -> LiveSpecs.Standing.CURRENT);
  }

  /** As the index sees it. */
  private TargetView seen(String name) {
    ApiCall call = ApiCall.get(LiveSecrets.path(namespace, name));
    ApiAnswer answer = clients().writes().send(call, new MaskedSecrets(macs, false));
    assertThat(answer).isInstanceOf(ApiAnswer.Success.class);
    byte[] body = ((ApiAnswer.Success) answer).body();
    return new TargetViews(macs).of(Answers.read(body, Secret.class).orElseThrow());
  }

  private SecretWriter writer() {
    return new SecretWriter(clients().writes(), macs, OPEN, recorded::add);
  }

  private static TargetView written(WriteResult result, Change change) {
    assertThat(result)
        .isInstanceOfSatisfying(
            WriteResult.Written.class, done -> assertThat(done.change()).isEqualTo(change));
    return ((WriteResult.Written) result).view();
  }

  private void edit(String patch) {
    client()
        .secrets()
        .inNamespace(namespace)
        .withName("db")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private static DesiredSecret emptied(DesiredSecret from) {
    return new DesiredSecret(
        from.namespace(),
        from.name(),
        from.sync(),
        from.policy(),
        false,
        false,
        from.type(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  private static DesiredSecret adopting(DesiredSecret from) {
    return new DesiredSecret(
        from.namespace(),
        from.name(),
        from.sync(),
        from.policy(),
        true,
        false,
        from.type(),
        from.labels(),
        from.annotations(),
        from.data());
  }

  private static DesiredSecret typed(DesiredSecret from, String type) {
    SortedMap<String, byte[]> data = new TreeMap<>(from.data());
    return new DesiredSecret(
        from.namespace(),
        from.name(),
        from.sync(),
        from.policy(),
        false,
        false,
        type,
        from.labels(),
        from.annotations(),
        data);
  }
}
