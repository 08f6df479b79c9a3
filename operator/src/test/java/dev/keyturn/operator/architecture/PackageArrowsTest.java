package dev.keyturn.operator.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.keyturn.operator.architecture.Productive.CRDS;
import static dev.keyturn.operator.architecture.Productive.OPERATOR;
import static dev.keyturn.operator.architecture.Productive.ROOT;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the packages, as the architecture draws them. */
class PackageArrowsTest {
  private static final String[] JDK = {
    "java..", "javax.crypto..", "javax.net.ssl..", "org.jspecify..", "com.google.errorprone.."
  };
  private static final String CRDS_TYPES = "dev.keyturn.crds..";
  private static final String SLF4J = "org.slf4j..";

  @Test
  void theEngineSeesTypesOfTheApiAndTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(ROOT + "engine..")
        .and()
        .resideOutsideOfPackage(ROOT + "engine.template..")
        .should()
        .onlyDependOnClassesThat(amongJdkAnd(ROOT + "engine..", CRDS_TYPES))
        .check(OPERATOR);
  }

  @Test
  void onlyTemplatesUseTheLibrariesThatTheirFunctionsNeed() {
    classes()
        .that()
        .resideInAPackage(ROOT + "engine.template..")
        .should()
        .onlyDependOnClassesThat(
            amongJdkAnd(
                ROOT + "engine..",
                "com.google.re2j..",
                "com.fasterxml.jackson.core..",
                "javax.security.auth.x500..",
                "org.bouncycastle..",
                "org.yaml.snakeyaml.."))
        .check(OPERATOR);
  }

  @Test
  void thePartsOfTheEngineFormNoCycle() {
    slices().matching(ROOT + "engine.(*)..").should().beFreeOfCycles().check(OPERATOR);
  }

  @Test
  void theProviderInterfaceSeesTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(ROOT + "provider")
        .should()
        .onlyDependOnClassesThat(amongJdkAnd(ROOT + "provider"))
        .check(OPERATOR);
  }

  @Test
  void noProviderSeesAnotherOne() {
    slices()
        .matching(ROOT + "provider.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(
            DescribedPredicate.alwaysTrue(), resideInAnyPackage(ROOT + "provider.wire"))
        .check(OPERATOR);
  }

  @Test
  void whatProvidersShareSeesNoProvider() {
    classes()
        .that()
        .resideInAPackage(ROOT + "provider.wire")
        .should()
        .onlyDependOnClassesThat(
            amongJdkAnd(ROOT + "provider.wire", ROOT + "provider", "com.fasterxml.jackson.core.."))
        .check(OPERATOR);
  }

  @Test
  void aProviderSeesItsInterfaceAndItsOwnLibraries() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "provider..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.keyturn..", "io.fabric8..", "io.javaoperatorsdk..")
                .and(DescribedPredicate.not(resideInAnyPackage(ROOT + "provider.."))))
        .check(OPERATOR);
  }

  @Test
  void sourceSeesTheProviderInterfaceAndTheEngine() {
    classes()
        .that()
        .resideInAPackage(ROOT + "source..")
        .should()
        .onlyDependOnClassesThat(
            amongJdkAnd(
                ROOT + "source..",
                ROOT + "provider",
                ROOT + "engine..",
                ROOT + "tls",
                "com.github.benmanes.caffeine..",
                SLF4J))
        .check(OPERATOR);
  }

  @Test
  void kubeSeesTheEngineAndSecretBytesButNoBackend() {
    classes()
        .that()
        .resideInAPackage(ROOT + "kube..")
        .should()
        .onlyDependOnClassesThat(
            amongJdkAnd(
                ROOT + "kube..",
                ROOT + "engine..",
                ROOT + "provider",
                ROOT + "tls",
                CRDS_TYPES,
                "io.fabric8..",
                "com.fasterxml.jackson..",
                SLF4J))
        .check(OPERATOR);
  }

  @Test
  void theRulesOfTlsSeeTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(ROOT + "tls")
        .should()
        .onlyDependOnClassesThat(amongJdkAnd(ROOT + "tls"))
        .check(OPERATOR);
  }

  @Test
  void controllersSeeNeitherTheRuntimeNorTheLibraryOfAnyBackend() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "controller..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "runtime..", ROOT + "observe..", "io.github.jopenlibs..", "io.micrometer..")
        .check(OPERATOR);
  }

  @Test
  void theOperatorSdkIsSeenByControllersRuntimeAndItsOneMetricsClass() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "controller..", ROOT + "runtime..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "observe.ReconcileMetrics")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.javaoperatorsdk..")
        .check(OPERATOR);
  }

  @Test
  void onlyTheRuntimeSeesTheRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "runtime..")
        .check(OPERATOR);
  }

  @Test
  void theApiTypesSeeNothingOfTheOperator() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.keyturn.operator..", "io.fabric8.kubernetes.client.dsl..")
        .check(CRDS);
  }

  private static DescribedPredicate<JavaClass> amongJdkAnd(String... packages) {
    return resideInAnyPackage(
            Stream.concat(Arrays.stream(JDK), Arrays.stream(packages)).toArray(String[]::new))
        .or(DescribedPredicate.describe("a primitive", JavaClass::isPrimitive))
        .or(DescribedPredicate.describe("an array", JavaClass::isArray));
  }
}
