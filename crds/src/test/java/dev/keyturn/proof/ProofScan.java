package dev.keyturn.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the marks of one kind in compiled tests without loading them. */
final class ProofScan {
  private static final String DISABLED = descriptor("org.junit.jupiter.api.Disabled");
  private static final Set<String> TESTS =
      Set.of(
          descriptor("org.junit.jupiter.api.Test"),
          descriptor("org.junit.jupiter.api.RepeatedTest"),
          descriptor("org.junit.jupiter.api.TestFactory"),
          descriptor("org.junit.jupiter.api.TestTemplate"),
          descriptor("org.junit.jupiter.params.ParameterizedTest"),
          descriptor("com.tngtech.archunit.junit.ArchTest"));

  private final String mark;

  /** For marks of this kind: {@link Proves} or {@link Fault}. */
  ProofScan(Class<?> mark) {
    this.mark = descriptor(mark.getName());
  }

  /** Proofs in all class files below a folder; fails on a claim of what is no enabled test. */
  List<Proof> scan(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .sorted()
          .flatMap(file -> proofs(file).stream())
          .toList();
    }
  }

  private List<Proof> proofs(Path file) {
    try {
      return proofs(ClassFile.of().parse(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Proof> proofs(ClassModel model) {
    String className = simpleName(model);
    List<Proof> found = new ArrayList<>();
    for (String id : rows(model)) {
      if (model.methods().stream().noneMatch(ProofScan::isTest)) {
        throw new IllegalStateException(className + " claims " + id + " but has no test");
      }
      requireEnabled(model, model, className, id);
      tiers(model).forEach(tier -> found.add(new Proof(id, className, tier)));
    }
    for (MethodModel method : model.methods()) {
      String test = className + "." + method.methodName().stringValue();
      for (String id : rows(method)) {
        if (!isTest(method)) {
          throw new IllegalStateException(test + " claims " + id + " but is no test");
        }
        requireEnabled(model, method, test, id);
        tiers(method).forEach(tier -> found.add(new Proof(id, test, tier)));
      }
    }
    return found;
  }

  private static void requireEnabled(
      ClassModel model, AttributedElement element, String test, String id) {
    if (annotation(model, DISABLED).isPresent() || annotation(element, DISABLED).isPresent()) {
      throw new IllegalStateException(test + " claims " + id + " but is disabled");
    }
  }

  private static boolean isTest(MethodModel method) {
    return annotations(method).stream()
        .anyMatch(annotation -> TESTS.contains(annotation.className().stringValue()));
  }

  private List<String> rows(AttributedElement element) {
    return value(element, "value").stream()
        .flatMap(value -> ((AnnotationValue.OfArray) value).values().stream())
        .map(value -> ((AnnotationValue.OfString) value).stringValue())
        .toList();
  }

  private List<Fault.Tier> tiers(AttributedElement element) {
    return value(element, "on")
        .map(value ->
            ((AnnotationValue.OfArray) value)
                .values().stream()
                    .map(tier -> ((AnnotationValue.OfEnum) tier).constantName().stringValue())
                    .map(Fault.Tier::valueOf)
                    .toList())
        .orElseGet(() -> List.of(Fault.Tier.D));
  }

  private Optional<AnnotationValue> value(AttributedElement element, String name) {
    return annotation(element, mark).stream()
        .flatMap(annotation -> annotation.elements().stream())
        .filter(part -> part.name().equalsString(name))
        .map(AnnotationElement::value)
        .findFirst();
  }

  private static Optional<Annotation> annotation(AttributedElement element, String descriptor) {
    return annotations(element).stream()
        .filter(annotation -> annotation.className().equalsString(descriptor))
        .findFirst();
  }

  private static List<Annotation> annotations(AttributedElement element) {
    return element
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .map(attribute -> attribute.annotations())
        .orElse(List.of());
  }

  /** {@code dev.keyturn.Outer$Inner} becomes {@code Outer.Inner}. */
  private static String simpleName(ClassModel model) {
    String name = model.thisClass().asInternalName();
    return name.substring(name.lastIndexOf('/') + 1).replace('$', '.');
  }

  private static String descriptor(String className) {
    return "L" + className.replace('.', '/') + ";";
  }
}
