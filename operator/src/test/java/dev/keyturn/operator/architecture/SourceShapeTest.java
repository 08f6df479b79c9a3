package dev.keyturn.operator.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What only the source text shows: sizes, names of packages, expressions that tenants write. */
class SourceShapeTest {
  private static final int MOST_LINES = 300;
  private static final Set<String> DUMPING_GROUNDS =
      Set.of("util", "utils", "helper", "helpers", "common", "misc", "manager", "impl");
  private static final Pattern VARIABLE_EXPRESSION =
      Pattern.compile(
          "(?:Pattern\\s*\\.\\s*compile|\\.(?:replaceAll|replaceFirst))\\s*\\(\\s*[^\\s\")]");

  @Test
  void noClassIsLongerThanOnePersonCanHold() {
    assertThat(sources().filter(file -> text(file).lines().count() > MOST_LINES).toList())
        .isEmpty();
  }

  @Test
  void noPackageIsADumpingGround() {
    Set<String> folders =
        sources()
            .map(Path::getParent)
            .flatMap(folder -> Stream.iterate(folder, Path::getParent).limit(4))
            .map(folder -> folder.getFileName().toString())
            .collect(Collectors.toSet());
    assertThat(folders).isNotEmpty().doesNotContainAnyElementsOf(DUMPING_GROUNDS);
  }

  @Test
  void everyPackageSaysWhatItIsAndThatNullIsTheException() {
    List<Path> bare =
        sources()
            .map(Path::getParent)
            .distinct()
            .filter(folder -> !isMarked(folder.resolve("package-info.java")))
            .toList();
    assertThat(bare).isEmpty();
  }

  /** The JDK's matcher may backtrack, so it only gets expressions that stand in our own source. */
  @Test
  void theMatcherOfTheJdkOnlyGetsExpressionsOfOurOwn() {
    List<Path> variable =
        sources()
            .filter(file -> file.toString().contains("/operator/engine/"))
            .filter(file -> !text(file).contains("import com.google.re2j.Pattern;"))
            .filter(file -> VARIABLE_EXPRESSION.matcher(text(file)).find())
            .toList();
    assertThat(variable).isEmpty();
  }

  private static boolean isMarked(Path packageInfo) {
    return Files.exists(packageInfo)
        && text(packageInfo).contains("@NullMarked")
        && text(packageInfo).contains("/**");
  }

  private static Stream<Path> sources() {
    Path module = Path.of("").toAbsolutePath();
    return Stream.of(module, module.resolveSibling("crds"))
        .map(folder -> folder.resolve("src/main/java"))
        .flatMap(SourceShapeTest::below)
        .filter(file -> file.toString().endsWith(".java"));
  }

  private static Stream<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
