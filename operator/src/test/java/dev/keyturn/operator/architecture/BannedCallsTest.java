package dev.keyturn.operator.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.keyturn.operator.architecture.Productive.CRDS;
import static dev.keyturn.operator.architecture.Productive.OPERATOR;
import static dev.keyturn.operator.architecture.Productive.ROOT;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaConstructor;
import dev.keyturn.operator.engine.tenancy.Decision;
import io.fabric8.generator.annotation.Default;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Calls that no code of ours may make, or only one place. */
class BannedCallsTest {
  private static final Set<Class<?>> DATES =
      Set.of(
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          LocalTime.class,
          OffsetDateTime.class,
          ZonedDateTime.class);

  @Test
  void nobodyReadsTheWallClockButTheWiring() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "runtime.Surroundings")
        .should()
        .accessTargetWhere(readsTheWallClock())
        .check(OPERATOR);
  }

  @Test
  void reconcilersNeverLetTheFrameworkWrite() {
    noClasses()
        .should()
        .accessTargetWhere(
            calls(
                "a write by the framework",
                access ->
                    access.getTargetOwner().isEquivalentTo(UpdateControl.class)
                        && !access.getTarget().getName().equals("noUpdate")))
        .andShould()
        .dependOnClassesThat()
        .areAssignableTo(ErrorStatusUpdateControl.class)
        .check(OPERATOR);
  }

  @Test
  void onlyTheTenancyEngineGivesLeave() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "engine.tenancy")
        .should()
        .accessTargetWhere(
            calls(
                "the constructor of Decision.Allowed",
                access ->
                    access.getTargetOwner().isEquivalentTo(Decision.Allowed.class)
                        && access.getTarget().getName().equals(JavaConstructor.CONSTRUCTOR_NAME)))
        .check(OPERATOR);
  }

  @Test
  void nobodyPrintsASecretOfTheCluster() {
    noClasses()
        .should()
        .accessTargetWhere(
            calls(
                "Secret.toString()",
                access ->
                    access.getTargetOwner().isAssignableTo(Secret.class)
                        && access.getTarget().getName().equals("toString")))
        .check(OPERATOR);
  }

  @Test
  void nobodyEndsTheProcessButMain() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "runtime.Main")
        .should()
        .accessTargetWhere(
            calls(
                "System.exit, System.out, System.err, printStackTrace",
                access ->
                    (access.getTargetOwner().isEquivalentTo(System.class)
                            && Set.of("exit", "out", "err").contains(access.getTarget().getName()))
                        || access.getTarget().getName().equals("printStackTrace")))
        .check(OPERATOR);
  }

  @Test
  void nothingThatAPassRunsThroughSleeps() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + "engine..",
            ROOT + "source..",
            ROOT + "controller..",
            ROOT + "observe..",
            ROOT + "kube.target..",
            ROOT + "kube.status..")
        .should()
        .accessTargetWhere(
            calls(
                "Thread.sleep",
                access ->
                    access.getTargetOwner().isEquivalentTo(Thread.class)
                        && access.getTarget().getName().equals("sleep")))
        .check(OPERATOR);
  }

  @Test
  void theSchemaNamesNoDefaults() {
    noClasses().should().dependOnClassesThat().areAssignableTo(Default.class).check(CRDS);
  }

  private static DescribedPredicate<JavaAccess<?>> readsTheWallClock() {
    return calls(
        "the wall clock",
        access -> {
          String name = access.getTarget().getName();
          boolean ofASystemClock =
              access.getTargetOwner().isEquivalentTo(Clock.class)
                  || access.getTargetOwner().isEquivalentTo(InstantSource.class);
          return (ofASystemClock && name.startsWith("system"))
              || (name.equals("now")
                  && DATES.stream().anyMatch(access.getTargetOwner()::isEquivalentTo))
              || (name.equals("currentTimeMillis")
                  && access.getTargetOwner().isEquivalentTo(System.class))
              || (name.equals(JavaConstructor.CONSTRUCTOR_NAME)
                  && access.getTargetOwner().isEquivalentTo(Date.class));
        });
  }

  private static DescribedPredicate<JavaAccess<?>> calls(
      String what, Predicate<JavaAccess<?>> test) {
    return DescribedPredicate.describe(what, test);
  }
}
