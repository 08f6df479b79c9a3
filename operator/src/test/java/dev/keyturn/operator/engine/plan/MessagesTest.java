package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every message in one file that people can review. {@code -Dkeyturn.golden=write} writes it anew.
 */
class MessagesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/messages.txt");
  private static final String SUBJECT = "data[0], key shop/db";

  @Test
  void everyMessageIsTheReviewedOne() throws IOException {
    String now = all().collect(Collectors.joining("\n", "", "\n"));
    if ("write".equals(System.getProperty("keyturn.golden"))) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, now);
    }
    assertThat(now).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void everyMessageNamesItsSubjectAndEndsAsASentence() {
    for (Problem problem : problems().toList()) {
      assertThat(Messages.of(problem)).contains(SUBJECT).matches("[A-Zt].*[^.]\\.");
      assertThat(Messages.of(problem).length()).isLessThan(512);
    }
  }

  private static Stream<Problem> problems() {
    return Arrays.stream(ErrorClass.values())
        .flatMap(kind ->
            Arrays.stream(Detail.values()).map(detail -> Problem.of(kind, detail, SUBJECT)));
  }

  /** One line per class, and one per detail whose words differ from those of the class. */
  private static Stream<String> all() {
    return Arrays.stream(ErrorClass.values()).flatMap(kind -> of(kind).stream());
  }

  private static List<String> of(ErrorClass kind) {
    String plain = Messages.of(Problem.of(kind, SUBJECT));
    return Stream.concat(
            Stream.of(kind + "/none\n  " + plain),
            Arrays.stream(Detail.values())
                .map(detail -> Problem.of(kind, detail, SUBJECT))
                .filter(problem -> !Messages.of(problem).equals(plain))
                .map(problem ->
                    kind + "/" + problem.detail().text() + "\n  " + Messages.of(problem)))
        .toList();
  }
}
