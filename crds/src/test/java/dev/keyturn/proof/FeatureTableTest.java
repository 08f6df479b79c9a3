package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeatureTableTest {
  private static final List<Feature> FEATURES =
      List.of(new Feature("F001", "one", "seen"), new Feature("F002", "a | b", "< 5"));

  private static final Annotation TEST = annotation(Test.class);
  private static final Annotation DISABLED = annotation(Disabled.class);

  @TempDir private Path folder;

  @Test
  void aRowIsDoneWhenATestProvesIt() {
    assertThat(FeatureTable.text(FEATURES, List.of(proof("F001", "OneTest.works"))))
        .contains("Done: 1 of 2.")
        .contains("| F001 | one | seen | done | `OneTest.works` |")
        .contains("| F002 | a \\| b | &lt; 5 | - |  |");
  }

  @Test
  void anUnknownIdIsRefused() {
    assertThatThrownBy(() -> FeatureTable.text(FEATURES, List.of(proof("F999", "OneTest.works"))))
        .hasMessageContaining("OneTest.works proves F999");
  }

  @Test
  void claimsOfMethodsAndOfClassesAreFound() throws IOException {
    compile("OneTest", List.of(), List.of(TEST, proves("F001", "F002")));
    compile("TwoTest", List.of(proves("N01")), List.of(TEST));
    assertThat(new ProofScan(Proves.class).scan(folder))
        .containsExactly(
            proof("F001", "OneTest.works"),
            proof("F002", "OneTest.works"),
            proof("N01", "TwoTest"));
  }

  @Test
  void aClaimOfNoTestIsRefused() throws IOException {
    compile("OneTest", List.of(), List.of(proves("F001")));
    assertThatThrownBy(() -> new ProofScan(Proves.class).scan(folder))
        .hasMessage("OneTest.works claims F001 but is no test");
  }

  @Test
  void aClaimOfAClassWithoutATestIsRefused() throws IOException {
    compile("OneTest", List.of(proves("F001")), List.of());
    assertThatThrownBy(() -> new ProofScan(Proves.class).scan(folder))
        .hasMessage("OneTest claims F001 but has no test");
  }

  @Test
  void aClassMayClaimWithTheTestsThatItInherits() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("dev/keyturn/sample"));
    compile(classes, "Contract", "java.lang.Object", List.of(), List.of(TEST));
    compile(classes, "OneTest", "dev.keyturn.sample.Contract", List.of(proves("F001")), List.of());
    assertThat(new ProofScan(Proves.class).scan(folder)).containsExactly(proof("F001", "OneTest"));
  }

  @Test
  void aClaimOfADisabledTestIsRefused() throws IOException {
    compile("OneTest", List.of(), List.of(TEST, DISABLED, proves("F001")));
    assertThatThrownBy(() -> new ProofScan(Proves.class).scan(folder))
        .hasMessage("OneTest.works claims F001 but is disabled");
  }

  @Test
  void aClaimInADisabledClassIsRefused() throws IOException {
    compile("OneTest", List.of(DISABLED), List.of(TEST, proves("F001")));
    assertThatThrownBy(() -> new ProofScan(Proves.class).scan(folder))
        .hasMessage("OneTest.works claims F001 but is disabled");
  }

  @Test
  void aModuleThatIsNotCompiledIsRefused() throws IOException {
    Files.writeString(folder.resolve("pom.xml"), "<module>one</module>");
    Files.createDirectories(folder.resolve("one/src/test/java"));
    assertThatThrownBy(() -> FeatureTable.page(folder))
        .hasMessageContaining("tests of one are not compiled");
  }

  @Test
  void theFeatureListHasEveryIdOnceAndNoEmptyText() throws IOException {
    Path file = Path.of(System.getProperty("keyturn.root"), "docs/reference/features.yaml");
    List<Feature> features = Feature.read(file);
    assertThat(features).hasSize(303).extracting(Feature::id).doesNotHaveDuplicates();
    assertThat(features)
        .allSatisfy(feature -> {
          assertThat(feature.id()).matches("[FP][0-9]{3}|[NQ][0-9]{2}");
          assertThat(feature.what()).isNotBlank();
          assertThat(feature.accepted()).isNotBlank();
        });
  }

  /** Writes the class file of a test with one method, {@code works}. */
  private void compile(String name, List<Annotation> ofClass, List<Annotation> ofMethod)
      throws IOException {
    compile(folder, name, "java.lang.Object", ofClass, ofMethod);
  }

  private static void compile(
      Path classes, String name, String parent, List<Annotation> ofClass, List<Annotation> ofMethod)
      throws IOException {
    ClassFile.of()
        .buildTo(
            classes.resolve(name + ".class"),
            ClassDesc.of("dev.keyturn.sample", name),
            type -> {
              type.withSuperclass(ClassDesc.of(parent));
              type.with(RuntimeVisibleAnnotationsAttribute.of(ofClass));
              type.withMethod(
                  "works",
                  ConstantDescs.MTD_void,
                  0,
                  method ->
                      method
                          .with(RuntimeVisibleAnnotationsAttribute.of(ofMethod))
                          .withCode(code -> code.return_()));
            });
  }

  private static Proof proof(String row, String test) {
    return new Proof(row, test, Fault.Tier.D);
  }

  private static Annotation proves(String... ids) {
    AnnotationValue[] values =
        Arrays.stream(ids).map(AnnotationValue::ofString).toArray(AnnotationValue[]::new);
    return Annotation.of(
        ClassDesc.of(Proves.class.getName()),
        AnnotationElement.of("value", AnnotationValue.ofArray(values)));
  }

  private static Annotation annotation(Class<?> type) {
    return Annotation.of(ClassDesc.of(type.getName()));
  }
}
