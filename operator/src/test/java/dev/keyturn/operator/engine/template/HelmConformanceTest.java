package dev.keyturn.operator.engine.template;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class HelmConformanceTest {
  /**
   * Helm has none of these, or another function of the name: written-cases.yaml and
   * CertificateFunctionsTest do.
   */
  private static final Set<String> WITHOUT_ORACLE =
      Set.of(
          "fail",
          "hexdec",
          "rsaDecrypt",
          "pkcs12key",
          "pkcs12keyPass",
          "pkcs12cert",
          "pkcs12certPass",
          "pemToPkcs12",
          "pemToPkcs12Pass",
          "fullPemToPkcs12",
          "fullPemToPkcs12Pass",
          "pemTruststoreToPKCS12",
          "pemTruststoreToPKCS12Pass",
          "filterPEM",
          "filterCertChain",
          "certSANs",
          "jwkPublicKeyPem",
          "jwkPrivateKeyPem");

  private static final Map<String, String> CASES = TemplateFixture.yaml("helm-cases.yaml");

  @TestFactory
  Stream<DynamicTest> rendersTheBytesThatHelmRenders(@TempDir Path chart) throws IOException {
    List<String> templates =
        CASES.values().stream().flatMap(String::lines).filter(line -> !line.isBlank()).toList();
    String prelude = TemplateFixture.resource("prelude.tpl");
    List<String> expected =
        new HelmOracle(chart).render(templates, prelude, TemplateFixture.resource("values.yaml"));
    Map<String, String> values = TemplateFixture.yaml("values.yaml");
    TemplateFixture fixture = new TemplateFixture();
    return IntStream.range(0, templates.size())
        .mapToObj(i ->
            DynamicTest.dynamicTest(
                templates.get(i),
                () ->
                    assertThat(fixture.render(prelude + templates.get(i), values))
                        .isEqualTo(expected.get(i))));
  }

  @Test
  void everyFunctionIsCalledInAtLeastTwoCases() {
    List<String> lonely = new ArrayList<>();
    for (String function : new TreeSet<>(FunctionTable.create().names())) {
      boolean twin = function.matches("must[A-Z].*");
      if (twin || WITHOUT_ORACLE.contains(function)) {
        continue;
      }
      long calls =
          Arrays.stream(CASES.getOrDefault(function, "").split("\n"))
              .filter(line -> line.toLowerCase(ROOT).contains(function.toLowerCase(ROOT)))
              .count();
      if (calls < 2) {
        lonely.add(function);
      }
    }
    assertThat(lonely).isEmpty();
  }
}
