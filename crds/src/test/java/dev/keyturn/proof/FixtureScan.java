package dev.keyturn.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the classes that are marked with {@link OnBackend}, without loading them. */
final class FixtureScan {
  private final Map<String, ClassModel> classes = new TreeMap<>();

  /** Of all class files below these folders. */
  FixtureScan(List<Path> folders) throws IOException {
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(file -> file.toString().endsWith(".class"))
            .map(FixtureScan::parse)
            .forEach(model -> classes.put(model.thisClass().asInternalName(), model));
      }
    }
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the order of their full names. */
  List<Fixture> fixtures() {
    return classes.values().stream().flatMap(model -> fixture(model).stream()).toList();
  }

  private Optional<Fixture> fixture(ClassModel model) {
    return annotations(model, OnBackend.class).stream()
        .findFirst()
        .map(mark ->
            new Fixture(
                simpleName(model.thisClass().asInternalName()),
                Backend.valueOf(
                    ((AnnotationValue.OfEnum) element(mark, "value").orElseThrow())
                        .constantName()
                        .stringValue()),
                Set.copyOf(texts(mark, "leaves")),
                reasons(model),
                withTests(model.thisClass().asInternalName())));
  }

  private static Map<String, String> reasons(ClassModel model) {
    List<Annotation> marks = new ArrayList<>(annotations(model, CannotOccur.class));
    annotations(model, CannotOccur.All.class).stream()
        .flatMap(all -> element(all, "value").stream())
        .flatMap(all -> ((AnnotationValue.OfArray) all).values().stream())
        .forEach(one -> marks.add(((AnnotationValue.OfAnnotation) one).annotation()));
    Map<String, String> reasons = new TreeMap<>();
    for (Annotation mark : marks) {
      String why = ((AnnotationValue.OfString) element(mark, "why").orElseThrow()).stringValue();
      texts(mark, "value").forEach(row -> reasons.put(row, why));
    }
    return reasons;
  }

  /** The class, what it extends and what stands within these, without end. */
  private Set<String> withTests(String start) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      String name = open.remove();
      ClassModel model = classes.get(name);
      if (model != null && seen.add(name)) {
        model.superclass().ifPresent(parent -> open.add(parent.asInternalName()));
        classes.keySet().stream().filter(other -> other.startsWith(name + "$")).forEach(open::add);
      }
    }
    return Set.copyOf(seen.stream().map(FixtureScan::simpleName).toList());
  }

  private static List<String> texts(Annotation mark, String name) {
    return element(mark, name).stream()
        .flatMap(value -> ((AnnotationValue.OfArray) value).values().stream())
        .map(value -> ((AnnotationValue.OfString) value).stringValue())
        .toList();
  }

  private static Optional<AnnotationValue> element(Annotation mark, String name) {
    return mark.elements().stream()
        .filter(part -> part.name().equalsString(name))
        .map(AnnotationElement::value)
        .findFirst();
  }

  private static List<Annotation> annotations(ClassModel model, Class<?> kind) {
    return model.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
        .flatMap(all -> all.annotations().stream())
        .filter(mark -> mark.className().equalsString(kind.descriptorString()))
        .toList();
  }

  private static String simpleName(String internalName) {
    return internalName.substring(internalName.lastIndexOf('/') + 1).replace('$', '.');
  }
}
