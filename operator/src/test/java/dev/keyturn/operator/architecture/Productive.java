package dev.keyturn.operator.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.runtime.Main;
import java.net.URL;

/** The classes that are shipped, without those of the tests. */
final class Productive {
  static final String ROOT = "dev.keyturn.operator.";
  static final JavaClasses OPERATOR = classesBeside(Main.class);
  static final JavaClasses CRDS = classesBeside(SecretSync.class);

  private Productive() {}

  private static JavaClasses classesBeside(Class<?> one) {
    URL location = one.getProtectionDomain().getCodeSource().getLocation();
    return new ClassFileImporter().importUrl(location);
  }
}
