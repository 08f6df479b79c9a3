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
    ClassModel model = parse(file);
    String className = simpleName(model);
    List<Proof> found = new ArrayList<>();
    for (String id : rows(model)) {
      if (!hasTests(model) && !inheritsTests(file, model)) {
        throw new IllegalStateException(className + " claims " + id + " but has no test");
      }
      requireEnabled(model, model, className, id);
      tiers(model).forEach(tier -> found.add(new Proof(id, className, tier, backends(model))));
    }
    for (MethodModel method : model.methods()) {
      String test = className + "." + method.methodName().stringValue();
      for (String id : rows(method)) {
        if (!isTest(method)) {
          throw new IllegalStateException(test + " claims " + id + " but is no test");
        }
        requireEnabled(model, method, test, id);
        tiers(method).forEach(tier -> found.add(new Proof(id, test, tier, backends(method))));
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

  private static boolean hasTests(ClassModel model) {
    return model.methods().stream().anyMatch(ProofScan::isTest);
  }

  /** Those of the class that it extends, and of the classes within that. */
  private static boolean inheritsTests(Path file, ClassModel model) {
    String parent = model.superclass().orElseThrow().asInternalName();
    Path classes = file.getParent();
    Path own = Path.of(model.thisClass().asInternalName()).getParent();
    Path folder = Path.of(parent).getParent();
    if (classes == null || own == null || folder == null || !classes.endsWith(own)) {
      return false;
    }
    Path siblingsFolder = classes.resolve(own.relativize(folder)).normalize();
    if (!Files.isDirectory(siblingsFolder)) {
      return false;
    }
    String name = parent.substring(parent.lastIndexOf('/') + 1);
    try (Stream<Path> siblings = Files.list(siblingsFolder)) {
      return siblings
          .filter(sibling -> sibling.getFileName().toString().matches(name + "([$].*)?[.]class"))
          .anyMatch(sibling -> hasTests(parse(sibling)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    List<Fault.Tier> named = constants(element, "on").map(Fault.Tier::valueOf).toList();
    return named.isEmpty() ? List.of(Fault.Tier.D) : named;
  }

  private List<Backend> backends(AttributedElement element) {
    return constants(element, "backends").map(Backend::valueOf).toList();
  }

  private Stream<String> constants(AttributedElement element, String name) {
    return value(element, name).stream()
        .flatMap(value -> ((AnnotationValue.OfArray) value).values().stream())
        .map(constant -> ((AnnotationValue.OfEnum) constant).constantName().stringValue());
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
