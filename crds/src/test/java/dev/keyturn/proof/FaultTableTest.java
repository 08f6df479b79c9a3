package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.proof.Fault.Tier;
import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaultTableTest {
  private static final List<FaultRow> ROWS =
      List.of(
          new FaultRow("K1", "409", "again", List.of(Tier.D, Tier.R)),
          new FaultRow("K2", "a | b", "< 5", List.of(Tier.D)));

  @TempDir private Path folder;

  @Test
  void aRowIsDoneWhenEveryTierThatItNamesHasATest() {
    Proof embedded = new Proof("K1", "OneTest.works", Tier.D);
    assertThat(FaultTable.text(ROWS, List.of(embedded)))
        .contains("Done: 0 of 2. Shown in some of their tiers: 1.")
        .contains("| K1 | 409 | again | D R | R open | `OneTest.works` |")
        .contains("| K2 | a \\| b | &lt; 5 | D | - |  |");
    assertThat(FaultTable.text(ROWS, List.of(embedded, new Proof("K1", "TwoTest", Tier.R))))
        .contains("Done: 1 of 2. Shown in some of their tiers: 0.")
        .contains("| K1 | 409 | again | D R | done | `OneTest.works`, `TwoTest` |");
  }

  @Test
  void aTestOfAnotherTierThanTheRowNamesDoesNotEndIt() {
    assertThat(FaultTable.text(ROWS, List.of(new Proof("K2", "OneTest.works", Tier.R))))
        .contains("| K2 | a \\| b | &lt; 5 | D | D open | `OneTest.works` |");
  }

  @Test
  void anUnknownIdIsRefused() {
    assertThatThrownBy(
            () -> FaultTable.text(ROWS, List.of(new Proof("K9", "OneTest.works", Tier.D))))
        .hasMessage("OneTest.works proves K9, which faults.yaml does not have");
  }

  @Test
  void theTiersOfAMarkAreFound() throws IOException {
    compile("OneTest", AnnotationElement.of("value", ids("K1", "K2")));
    compile(
        "TwoTest",
        AnnotationElement.of("value", ids("K1")),
        AnnotationElement.of("on", AnnotationValue.ofArray(tier("R"), tier("B"))));
    assertThat(new ProofScan(Fault.class).scan(folder))
        .containsExactly(
            new Proof("K1", "OneTest.works", Tier.D),
            new Proof("K2", "OneTest.works", Tier.D),
            new Proof("K1", "TwoTest.works", Tier.R),
            new Proof("K1", "TwoTest.works", Tier.B));
    assertThat(new ProofScan(Proves.class).scan(folder)).isEmpty();
  }

  @Test
  void theFaultListHasEveryIdOnceAndNoEmptyText() throws IOException {
    Path file = Path.of(System.getProperty("keyturn.root"), "docs/reference/faults.yaml");
    List<FaultRow> rows = FaultRow.read(file);
    assertThat(rows).hasSize(119).extracting(FaultRow::id).doesNotHaveDuplicates();
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row.id()).matches("[KWLVSDRAO][1-9][0-9]?");
          assertThat(row.fault()).isNotBlank();
          assertThat(row.expected()).isNotBlank();
          assertThat(row.tiers()).isNotEmpty().doesNotHaveDuplicates();
        });
  }

  /** Writes the class file of a test with one method, {@code works}, that is marked. */
  private void compile(String name, AnnotationElement... mark) throws IOException {
    ClassFile.of()
        .buildTo(
            folder.resolve(name + ".class"),
            ClassDesc.of("dev.keyturn.sample", name),
            type ->
                type.withMethod(
                    "works",
                    ConstantDescs.MTD_void,
                    0,
                    method ->
                        method
                            .with(
                                RuntimeVisibleAnnotationsAttribute.of(
                                    Annotation.of(ClassDesc.of(Test.class.getName())),
                                    Annotation.of(ClassDesc.of(Fault.class.getName()), mark)))
                            .withCode(code -> code.return_())));
  }

  private static AnnotationValue tier(String name) {
    return AnnotationValue.ofEnum(ClassDesc.of(Tier.class.getName()), name);
  }

  private static AnnotationValue ids(String... ids) {
    return AnnotationValue.ofArray(
        List.of(ids).stream().map(AnnotationValue::ofString).toArray(AnnotationValue[]::new));
  }
}
