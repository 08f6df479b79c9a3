package dev.keyturn.operator.engine.template;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.keyturn.proof.Proves;
import org.junit.jupiter.api.Test;

class PurityTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .importUrl(Templates.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void onlySaltsAreRandom() {
    noClasses()
        .that()
        .resideInAPackage("dev.keyturn.operator.engine.template.cryptography")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "java.time..")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("dev.keyturn.operator.engine.template..")
        .and()
        .haveNameNotMatching(".*\\.Passwords")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.security.SecureRandom")
        .check(classes);
  }

  @Proves("P050")
  @Test
  void noTemplateReachesFilesNetworkClockOrRandomness() {
    noClasses()
        .that()
        .resideInAPackage("dev.keyturn.operator.engine.template")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "java.time..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.io\\.(File.*|RandomAccessFile)|java\\.util\\.(Random|UUID|Date|Calendar)"
                + "|java\\.security\\.SecureRandom|java\\.util\\.concurrent\\.ThreadLocalRandom"
                + "|java\\.lang\\.(Process.*|Runtime)")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(classes);
  }
}
