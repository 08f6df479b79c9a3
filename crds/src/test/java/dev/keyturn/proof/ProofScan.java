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

/** Finds {@link Proves} in compiled tests without loading them. */
final class ProofScan {
  private static final String PROVES = descriptor("dev.keyturn.proof.Proves");
  private static final String DISABLED = descriptor("org.junit.jupiter.api.Disabled");
  private static final Set<String> TESTS =
      Set.of(
          descriptor("org.junit.jupiter.api.Test"),
          descriptor("org.junit.jupiter.api.RepeatedTest"),
          descriptor("org.junit.jupiter.api.TestFactory"),
          descriptor("org.junit.jupiter.api.TestTemplate"),
          descriptor("org.junit.jupiter.params.ParameterizedTest"),
          descriptor("com.tngtech.archunit.junit.ArchTest"));

  private ProofScan() {}

  /** Proofs in all class files below a folder; fails on a claim of what is no enabled test. */
  static List<Proof> scan(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .sorted()
          .flatMap(file -> proofs(file).stream())
          .toList();
    }
  }

  private static List<Proof> proofs(Path file) {
    try {
      return proofs(ClassFile.of().parse(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Proof> proofs(ClassModel model) {
    String className = simpleName(model);
    List<Proof> found = new ArrayList<>();
    for (String id : featureIds(model)) {
      if (model.methods().stream().noneMatch(ProofScan::isTest)) {
        throw new IllegalStateException(className + " claims " + id + " but has no test");
      }
      requireEnabled(model, model, className, id);
      found.add(new Proof(id, className));
    }
    for (MethodModel method : model.methods()) {
      String test = className + "." + method.methodName().stringValue();
      for (String id : featureIds(method)) {
        if (!isTest(method)) {
          throw new IllegalStateException(test + " claims " + id + " but is no test");
        }
        requireEnabled(model, method, test, id);
        found.add(new Proof(id, test));
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

  private static List<String> featureIds(AttributedElement element) {
    return annotation(element, PROVES).stream()
        .flatMap(annotation -> annotation.elements().stream())
        .map(AnnotationElement::value)
        .flatMap(value -> ((AnnotationValue.OfArray) value).values().stream())
        .map(value -> ((AnnotationValue.OfString) value).stringValue())
        .toList();
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
