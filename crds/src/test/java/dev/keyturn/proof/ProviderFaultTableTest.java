package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Fault.Tier;
import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProviderFaultTableTest {
  private static final FaultRow EACH = new FaultRow("V1", "cut", "told", List.of(Tier.D));
  private static final FaultRow ONCE =
      new FaultRow("V2", "slow", "< 5", List.of(Tier.D), "it is above", null);
  private static final FaultRow OF_VAULT =
      new FaultRow("V3", "sealed", "told", List.of(Tier.D), null, List.of(Backend.VAULT));
  private static final Proof CASE = new Proof("V1", "Contract.Wire.cut", Tier.D);

  @TempDir private Path folder;

  private static List<String> problems(FaultRow row, List<Proof> proofs, Fixture... fixtures) {
    return new ProviderFaultTable(List.of(row), proofs, List.of(fixtures)).problems();
  }

  private static Fixture fixture(Backend backend, Set<String> leaves, Map<String, String> why) {
    return new Fixture("OneTest", backend, leaves, why, Set.of("OneTest", "Contract.Wire"));
  }

  private static Fixture[] onAllBut(Backend... left) {
    return Stream.of(Backend.values())
        .filter(backend -> !List.of(left).contains(backend))
        .map(backend -> fixture(backend, Set.of(), Map.of()))
        .toArray(Fixture[]::new);
  }

  @Test
  void aCellWithNeitherATestNorAReasonIsFound() {
    assertThat(problems(EACH, List.of(CASE), onAllBut())).isEmpty();
    assertThat(problems(EACH, List.of(CASE), onAllBut(Backend.AZURE)))
        .containsExactly("V1 on AZURE: neither a test nor a reason");
    assertThat(problems(EACH, List.of(), onAllBut())).hasSize(Backend.values().length);
  }

  @Test
  void whatAFixtureLeavesIsShownByATestThatNamesTheBackend() {
    Fixture[] fixtures = onAllBut(Backend.AZURE);
    Fixture[] all = Arrays.copyOf(fixtures, fixtures.length + 1);
    all[fixtures.length] = fixture(Backend.AZURE, Set.of("V1"), Map.of());
    assertThat(problems(EACH, List.of(CASE), all))
        .containsExactly("V1 on AZURE: neither a test nor a reason");
    Proof own = new Proof("V1", "AzureTest.cut", Tier.D, List.of(Backend.AZURE));
    assertThat(problems(EACH, List.of(CASE, own), all)).isEmpty();
  }

  @Test
  void aReasonBesideATestIsFound() {
    Fixture[] fixtures = onAllBut(Backend.FILE);
    Fixture[] all = Arrays.copyOf(fixtures, fixtures.length + 1);
    all[fixtures.length] = fixture(Backend.FILE, Set.of(), Map.of("V1", "it is a file"));
    assertThat(problems(EACH, List.of(CASE), all)).isEmpty();
    Proof own = new Proof("V1", "FileTest.cut", Tier.D, List.of(Backend.FILE));
    assertThat(problems(EACH, List.of(CASE, own), all))
        .containsExactly("V1 on FILE: shown, and said not to occur");
  }

  @Test
  void aRowAboveTheProvidersNeedsATestThatIsOnNoBackend() {
    assertThat(problems(ONCE, List.of(new Proof("V2", "AboveTest.slow", Tier.D)))).isEmpty();
    Proof own = new Proof("V2", "VaultTest.slow", Tier.D, List.of(Backend.VAULT));
    assertThat(problems(ONCE, List.of(own)))
        .containsExactly("V2: said to be neutral, but no test shows it");
  }

  @Test
  void aRowAboutOneBackendNeedsNoOther() {
    Proof own = new Proof("V3", "VaultTest.sealed", Tier.D, List.of(Backend.VAULT));
    assertThat(problems(OF_VAULT, List.of(own))).isEmpty();
    assertThat(problems(OF_VAULT, List.of()))
        .containsExactly("V3 on VAULT: neither a test nor a reason");
  }

  @Test
  void thePageSaysWhereEachRowIsShown() {
    Fixture file = fixture(Backend.FILE, Set.of(), Map.of("V1", "it is a file"));
    Fixture vault = fixture(Backend.VAULT, Set.of(), Map.of());
    assertThat(
            new ProviderFaultTable(
                    List.of(EACH, ONCE),
                    List.of(CASE, new Proof("V2", "AboveTest.slow", Tier.D)),
                    List.of(file, vault))
                .text())
        .contains("| [V1](#v1) | ● | open |")
        .contains("| [V2](#v2) | ○ | ○ |")
        .contains("runs those that apply to its backend: `Contract.Wire.cut`.")
        .contains("| Vault | `OneTest` |")
        .contains("| File | cannot occur: it is a file |")
        .contains("slow. Expected: &lt; 5.")
        .contains("Decided above the providers: it is above. Shown by `AboveTest.slow`.");
  }

  @Test
  void theMarksOfAClassAndTheClassesWhoseTestsItRunsAreFound() throws IOException {
    compile("Contract", "java.lang.Object");
    compile("Contract$Wire", "dev.keyturn.sample.WireContract");
    compile("WireContract", "java.lang.Object");
    compile("Other", "java.lang.Object");
    compile(
        "OneTest",
        "dev.keyturn.sample.Contract",
        Annotation.of(
            descriptor(OnBackend.class),
            AnnotationElement.of(
                "value", AnnotationValue.ofEnum(descriptor(Backend.class), "GOOGLE")),
            AnnotationElement.of("leaves", texts("V5"))),
        Annotation.of(
            descriptor(CannotOccur.All.class),
            AnnotationElement.of(
                "value",
                AnnotationValue.ofArray(
                    reason("one", texts("V1", "V2")), reason("two", texts("V3"))))));
    assertThat(new FixtureScan(List.of(folder)).fixtures())
        .containsExactly(
            new Fixture(
                "OneTest",
                Backend.GOOGLE,
                Set.of("V5"),
                Map.of("V1", "one", "V2", "one", "V3", "two"),
                Set.of("OneTest", "Contract", "Contract.Wire", "WireContract")));
  }

  private static AnnotationValue reason(String why, AnnotationValue rows) {
    return AnnotationValue.ofAnnotation(
        Annotation.of(
            descriptor(CannotOccur.class),
            AnnotationElement.of("value", rows),
            AnnotationElement.of("why", AnnotationValue.ofString(why))));
  }

  private static AnnotationValue texts(String... texts) {
    return AnnotationValue.ofArray(
        Stream.of(texts).map(AnnotationValue::ofString).toArray(AnnotationValue[]::new));
  }

  private static ClassDesc descriptor(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }

  private void compile(String name, String parent, Annotation... marks) throws IOException {
    Files.write(
        folder.resolve(name + ".class"),
        ClassFile.of()
            .build(
                ClassDesc.of("dev.keyturn.sample", name),
                type ->
                    type.withSuperclass(ClassDesc.of(parent))
                        .with(RuntimeVisibleAnnotationsAttribute.of(marks))));
  }
}
