package dev.keyturn.crds;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDGenerator.AbstractCRDOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Makes the YAML of the custom resource definitions from the records of the API. */
public final class CrdGenerator {
  private static final String HEADER =
      "# Generated from the records of dev.keyturn.crds.v1alpha1: edit those, then run\n"
          + "# ./mvnw -q -pl crds -Pcrds process-test-classes\n";

  private CrdGenerator() {}

  /** Writes every file into the folder given as the only argument. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (Map.Entry<String, String> file : generate().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** File name to YAML, in the order of the names. */
  public static Map<String, String> generate() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Memory memory = new Memory()) {
      new CRDGenerator()
          .customResourceClasses(
              SecretStore.class,
              ClusterSecretStore.class,
              SecretSync.class,
              ClusterSecretSync.class,
              TenantSecretScope.class)
          .forCRDVersions("v1")
          .withMinQuotes(true)
          .withPostProcessor(new CrdPostProcessor())
          .withOutput(memory)
          .generate();
      memory.written.forEach((name, bytes) -> files.put(fileName(name), text(bytes)));
    }
    return files;
  }

  /** {@code secretsyncs.keyturn.dev-v1} becomes {@code keyturn.dev_secretsyncs.yaml}. */
  private static String fileName(String output) {
    String crdName = output.substring(0, output.lastIndexOf('-'));
    int dot = crdName.indexOf('.');
    return crdName.substring(dot + 1) + "_" + crdName.substring(0, dot) + ".yaml";
  }

  private static String text(ByteArrayOutputStream bytes) {
    String yaml = bytes.toString(StandardCharsets.UTF_8);
    return HEADER + yaml.substring(yaml.indexOf("apiVersion:"));
  }

  private static final class Memory extends AbstractCRDOutput<ByteArrayOutputStream> {
    private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

    @Override
    protected ByteArrayOutputStream createStreamFor(String crdName) {
      return written.computeIfAbsent(crdName, name -> new ByteArrayOutputStream());
    }
  }
}
