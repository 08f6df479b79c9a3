package dev.keyturn.operator.provider.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.testkit.NoHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileClientTest {
  @TempDir private Path outside;
  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain | TEXT a b",
        "octal | TEXT 0123",
        "yes | TEXT yes",
        "number | TEXT 1.50",
        "truth | TEXT true",
        "quoted | TEXT 12",
        "block | TEXT l1~l2~",
        "list | TEXT [1,\"x\"]",
        "map | JSON_OBJECT {\"n\":1.50,\"o\":\"0123\",\"d\":\"2026-01-01\",\"z\":null}",
        "shop/database | JSON_OBJECT {\"user\":\"u\"}",
        "nothing | InvalidData EMPTY",
        "empty | InvalidData EMPTY",
        "absent | NotFound NONE",
      })
  void readsYamlAsItWasWritten(String key, String expected) throws IOException {
    write(
        "s.yaml",
        """
        plain: a b
        octal: 0123
        yes: yes
        number: 1.50
        truth: true
        quoted: "12"
        block: |
          l1
          l2
        list: [1, x]
        map: {n: 1.50, o: 0123, d: 2026-01-01, z: ~}
        shop/database:
          user: u
        nothing:
        empty: {}
        """);
    assertThat(read("s.yaml", key)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\na: 2",
        "a: &x 1\nb: *x",
        "a: !!str 1",
        "a: !tag x",
        "- a",
        "text",
        "a: [1",
        "a: {b: 1",
        "a: \"x",
        "a: 1\n---\nb: 2",
        "? [a]\n: 1",
        "a: \u0000",
        "a: b: c",
        "{\"a\": 1"
      })
  void refusesBrokenAndExoticYaml(String yaml) throws IOException {
    write("s.yaml", yaml);
    assertThat(read("s.yaml", "a")).isEqualTo("InvalidData NONE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":1", "{\"a\":1}}", "{'a':1}", "[1]", "{\"a\":1,\"a\":2}", "{\"a\":\"x"})
  void refusesBrokenJson(String json) throws IOException {
    write("s.json", json);
    assertThat(read("s.json", "a")).isEqualTo("InvalidData NONE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s.yaml", "s.json", ".env"})
  void anEmptyFileIsNoEmptySecret(String name) throws IOException {
    write(name, "");
    assertThat(read(name, "a")).startsWith("InvalidData");
  }

  @Test
  void theNameOfASingleFileNamesTheWhole() throws IOException {
    write(".env", "A=1\nB='x y'\n");
    assertThat(read(".env", ".env")).isEqualTo("JSON_OBJECT {\"A\":\"1\",\"B\":\"x y\"}");
    assertThat(read(".env", "B")).isEqualTo("TEXT x y");
  }

  @Test
  void aFolderIsReadByFileNameAndMember() throws IOException {
    write("all/db.yaml", "user: u\nnested:\n  x: 1\n");
    write("all/team/prod.env", "TOKEN=t\n");
    write("all/team/notes.txt", "no secret");
    assertThat(read("all", "db")).isEqualTo("JSON_OBJECT {\"user\":\"u\",\"nested\":{\"x\":1}}");
    assertThat(read("all", "db/user")).isEqualTo("TEXT u");
    assertThat(read("all", "team/prod/TOKEN")).isEqualTo("TEXT t");
    assertThat(read("all", "team/prod")).isEqualTo("JSON_OBJECT {\"TOKEN\":\"t\"}");
    assertThat(read("all", "db/other")).isEqualTo("NotFound NONE");
    assertThat(read("all", "other/user")).isEqualTo("NotFound NONE");
    assertThat(read("all", "team")).isEqualTo("NotFound NONE");
    assertThat(read("all", "team/notes")).isEqualTo("NotFound NONE");
  }

  @Test
  void twoFilesOfOneNameAreAmbiguous() throws IOException {
    write("all/db.yaml", "user: u\n");
    write("all/db.json", "{\"user\":\"u\"}");
    assertThat(read("all", "db/user")).isEqualTo("InvalidData NAME_ILLEGAL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../db/user", "db/../user", "./db", "", "db//user", "/db", "db/\0"})
  void keysOfAFolderHaveNoWayOut(String key) throws IOException {
    write("all/db.yaml", "user: u\n");
    assertThat(read("all", key)).isEqualTo("InvalidData NAME_ILLEGAL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub/\ud800/user", "\ud800/user", "sub/\udc00/user/x"})
  void whatNoPathCanHoldIsNoFaultOfOurs(String key) throws IOException {
    write("all/sub/db.yaml", "user: u\n");
    assertThat(read("all", key)).isEqualTo("InvalidData NAME_ILLEGAL");
    assertThat(
            new FileProviderFactory(InstantSource.system())
                .check(new FileConfig(root, "all/\ud800")))
        .hasSize(1);
  }

  @Test
  void aSymbolicLinkMayNotLeaveTheRoot() throws IOException {
    Files.writeString(outside.resolve("x.yaml"), "a: canary\n");
    Files.createSymbolicLink(root.resolve("s.yaml"), outside.resolve("x.yaml"));
    Files.createDirectory(root.resolve("all"));
    Files.createSymbolicLink(root.resolve("all/x.yaml"), outside.resolve("x.yaml"));
    Files.createSymbolicLink(root.resolve("all/out"), outside);
    assertThat(read("s.yaml", "a")).isEqualTo("AccessDenied NONE");
    assertThat(read("all", "x/a")).isEqualTo("AccessDenied NONE");
    assertThat(read("all", "out/x/a")).isEqualTo("AccessDenied NONE");
  }

  @Test
  void aSymbolicLinkWithinTheRootIsFollowed() throws IOException {
    write("..data/s.yaml", "a: 1\n");
    Files.createSymbolicLink(root.resolve("s.yaml"), Path.of("..data/s.yaml"));
    assertThat(read("s.yaml", "a")).isEqualTo("TEXT 1");
  }

  @Test
  void aPipeIsNotRead() throws IOException, InterruptedException {
    Process made = new ProcessBuilder("mkfifo", root.resolve("s.yaml").toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThat(read("s.yaml", "a")).isEqualTo("InvalidData NONE");
  }

  @Test
  void aFileOverTheCapIsRefused() throws IOException {
    write("s.yaml", "a: " + "x".repeat(2 * 1024 * 1024));
    assertThat(read("s.yaml", "a")).isEqualTo("InvalidData TOO_LARGE");
  }

  @Test
  void aFileOfAnotherFormatIsRefused() throws IOException {
    write("s.txt", "a=1");
    assertThat(read("s.txt", "a")).isEqualTo("InvalidData NAME_ILLEGAL");
  }

  @Test
  void theVersionIsTheTimeOfTheFileAndOlderOnesAreGone() throws IOException {
    write("s.yaml", "a: 1\n");
    Instant modified = Instant.parse("2026-01-02T03:04:05Z");
    Files.setLastModifiedTime(root.resolve("s.yaml"), FileTime.from(modified));
    assertThat(read("s.yaml", new RemoteRef("a", Optional.of(modified.toString()))))
        .isEqualTo("TEXT 1");
    assertThat(read("s.yaml", new RemoteRef("a", Optional.of("1"))))
        .isEqualTo("InvalidData BACKEND_LIMIT");
  }

  @Test
  void aFileThatIsNoUtf8IsRefused() throws IOException {
    Files.write(root.resolve("s.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThat(read("s.yaml", "a")).isEqualTo("InvalidData NONE");
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String read(String path, String key) {
    return read(path, new RemoteRef(key, Optional.empty()));
  }

  private String read(String path, RemoteRef ref) {
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    try (ProviderClient client =
        new FileProviderFactory(clock)
            .open(new FileConfig(root, path), Credentials.none(), new NoHttp())) {
      Call call =
          new Call(Session.none(clock.instant()), Deadline.after(Duration.ofSeconds(15)), "t");
      return switch (client.read(ref, call)) {
        case Outcome.Ok<RemoteValue>(RemoteValue value) ->
            value.shape()
                + " "
                + value.payload().with(bytes -> new String(bytes, UTF_8)).replace('\n', '~');
        case Outcome.Failed<RemoteValue>(Failure failure) ->
            failure.kind() + " " + failure.detail();
      };
    }
  }
}
