package dev.keyturn.cli.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.devcluster.fault.RequestMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the child gets, and when there is none. */
class ExecCommandTest {
  private static final String VALUE = "correct horse $HOME \"ü\"";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", String.valueOf(System.getenv("PATH")), "HOME", "/nowhere", "EDITOR", "ed");

  @TempDir private Path folder;
  private Shop shop;

  @BeforeEach
  void start() throws IOException {
    shop = new Shop(folder);
    shop.sync("db", "True", "UpToDate", "True");
    shop.secret(
        "db",
        Map.of(
            "password", base64(VALUE),
            "tls.crt", base64("no-name"),
            "LD_PRELOAD", base64("no-library"),
            "PATH", base64("/no-path"),
            "binary", "/wA="));
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void theChildHasEveryKeyThatCanBeAVariableUnchanged() throws IOException {
    Invocation run = exec("ssy/db", "--", "sh", "-c", "env -0 > env; exit 11");
    assertThat(run.status()).isEqualTo(11);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            keyturn exec: left out: LD_PRELOAD cannot be a variable
            keyturn exec: left out: PATH cannot be a variable
            keyturn exec: left out: binary cannot be a variable
            keyturn exec: left out: tls.crt cannot be a variable
            """);
    assertThat(variables())
        .contains("password=" + VALUE, "EDITOR=ed", "PATH=" + ENVIRONMENT.get("PATH"))
        .noneMatch(variable -> variable.matches("(?s)(LD_PRELOAD|binary|tls\\.crt)=.*"));
  }

  @Test
  void aPristineChildHasOnlyTheSecretAndWhatItNeedsToRun() throws IOException {
    assertThat(exec("ssy/db", "--pristine", "--", "sh", "-c", "env -0 > env").status()).isZero();
    assertThat(variables())
        .contains("password=" + VALUE, "HOME=/nowhere")
        .noneMatch(variable -> variable.startsWith("EDITOR="));
  }

  @Test
  void allThatIsRequiredAndAbsentIsNamedAndNothingIsStarted() {
    Invocation run = exec("ssy/db", "--require", "password,user,tls.crt", "--", "touch", "started");
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_READY);
    assertThat(run.err())
        .isEqualTo("keyturn exec: Secret shop/db-target gives no variable user, tls.crt\n");
    assertThat(folder.resolve("started")).doesNotExist();
    assertThat(exec("ssy/db", "--require", "password", "--", "true").status()).isZero();
  }

  @Test
  void strictRefusesWhatWouldBeLeftOut() {
    Invocation run = exec("ssy/db", "--strict", "--", "touch", "started");
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_READY);
    assertThat(run.err())
        .startsWith(
            "keyturn exec: Secret shop/db-target has keys that cannot be variables:"
                + " LD_PRELOAD, PATH, binary, tls.crt\n");
    assertThat(folder.resolve("started")).doesNotExist();
  }

  @Test
  void aSyncThatIsNotReadyIsRefusedUnlessItsSecretIsWantedAsItIs() throws IOException {
    shop.sync("mail", "False", "KeyMissing", "False");
    shop.secret("mail", Map.of("password", base64(VALUE)));
    Invocation refused = exec("ssy/mail", "--", "touch", "started");
    assertThat(refused.status()).isEqualTo(ExitStatus.NOT_READY);
    assertThat(refused.err())
        .startsWith("keyturn exec: SecretSync shop/mail is not Ready: KeyMissing. Look at it.\n");
    assertThat(folder.resolve("started")).doesNotExist();
    Invocation stale = exec("ssy/mail", "--stale", "--", "sh", "-c", "env -0 > env");
    assertThat(stale.status()).isZero();
    assertThat(stale.err()).contains("is not Ready: KeyMissing.");
    assertThat(variables()).contains("password=" + VALUE);
  }

  @Test
  void theLastGoodValuesAreUsedAndSaidToBeSo() {
    shop.sync("old", "True", "ServingLastGood", "False");
    shop.secret("old", Map.of("password", base64(VALUE)));
    Invocation run = exec("ssy/old", "--", "true");
    assertThat(run.status()).isZero();
    assertThat(run.err()).startsWith("keyturn exec: the last good values are used: ");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThat(exec("ssy/none", "--", "true"))
        .isEqualTo(
            new Invocation(
                ExitStatus.CLUSTER,
                "",
                """
                keyturn exec: SecretSync shop/none does not exist
                next: look what is there: keyturn status -n shop
                """));
    shop.sync("empty", "True", "UpToDate", "True");
    Invocation run = exec("ssy/empty", "--", "true");
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_READY);
    assertThat(run.err()).startsWith("keyturn exec: Secret shop/empty-target does not exist\n");
    assertThat(exec("ssy/db", "--", "keyturn-no-such-program").status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(exec("db", "--", "true").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(exec("ssy/db").status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void whoMayNotReadTheSecretStartsNothing() {
    shop.server.faults().failNext(1, RequestMatch.of("get", "secrets"), 403);
    Invocation run = exec("ssy/db", "--", "touch", "started");
    assertThat(run.status()).isEqualTo(ExitStatus.DENIED);
    assertThat(run.err()).startsWith("keyturn exec: you lack the right");
    assertThat(folder.resolve("started")).doesNotExist();
  }

  private Invocation exec(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("exec", "--kubeconfig", "kubeconfig", "--namespace", "shop"));
    all.addAll(Arrays.asList(arguments));
    return Invocation.in(folder, ENVIRONMENT, "", all.toArray(String[]::new));
  }

  private List<String> variables() throws IOException {
    return List.of(Files.readString(folder.resolve("env")).split("\0"));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
