package dev.keyturn.operator.engine.template;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class PurityTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .importUrl(Templates.class.getProtectionDomain().getCodeSource().getLocation());

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
