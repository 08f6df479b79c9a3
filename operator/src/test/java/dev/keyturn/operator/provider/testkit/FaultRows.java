package dev.keyturn.operator.provider.testkit;

import dev.keyturn.proof.Fault;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The rows of the fault list that the cases of a contract name, with the traits of each case. */
record FaultRows(List<Case> cases) {

  record Case(Set<String> rows, Set<Trait> needs) {}

  /** Of the cases that a class inherits. */
  static FaultRows of(Class<?> contract) {
    List<Case> cases = new ArrayList<>();
    for (Class<?> type = contract.getSuperclass(); type != null; type = type.getSuperclass()) {
      for (Class<?> group : type.getDeclaredClasses()) {
        for (Class<?> part = group; part != null; part = part.getSuperclass()) {
          for (Method method : part.getDeclaredMethods()) {
            for (Fault fault : method.getAnnotationsByType(Fault.class)) {
              cases.add(new Case(Set.of(fault.value()), needs(method, group)));
            }
          }
        }
      }
    }
    return new FaultRows(List.copyOf(cases));
  }

  private static Set<Trait> needs(AnnotatedElement... elements) {
    return Set.copyOf(
        Stream.of(elements)
            .flatMap(element -> Stream.of(element.getAnnotationsByType(Needs.class)))
            .flatMap(needs -> Stream.of(needs.value()))
            .toList());
  }

  Set<String> all() {
    Set<String> all = new TreeSet<>();
    cases.forEach(one -> all.addAll(one.rows()));
    return all;
  }

  /** The rows none of whose cases applies to a backend that lacks these traits. */
  Set<String> withoutCase(Set<Trait> lacks) {
    Set<String> rows = all();
    cases.stream()
        .filter(one -> one.needs().stream().noneMatch(lacks::contains))
        .forEach(one -> rows.removeAll(one.rows()));
    return rows;
  }
}
