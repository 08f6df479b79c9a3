package dev.keyturn.e2e.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.process.Command;
import dev.keyturn.e2e.process.WorkFolder;
import dev.keyturn.e2e.vault.RealVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real Vault Agent that writes its files once. */
record RealAgent(Provision provision, RealVault vault) {

  /**
   * The texts that it writes.
   *
   * @param templates by file, in the agent's language
   */
  Map<String, String> render(Map<String, String> templates) throws IOException {
    try (WorkFolder folder = WorkFolder.create("agent")) {
      StringBuilder config =
          new StringBuilder(
              """
              exit_after_auth = true
              vault { address = "%s" }
              auto_auth { method "token_file" { config = { token_file_path = "%s" } } }
              """
                  .formatted(vault.url(), folder.write("token", vault.rootToken())));
      templates.forEach((file, template) ->
          config.append(
              "template { source = \"%s\" destination = \"%s\" }\n"
                  .formatted(
                      folder.write(file + ".tpl", template), folder.path("secrets/" + file))));
      Path agent = folder.write("agent.hcl", config.toString());
      String program = provision.program(Component.VAULT).toString();
      Command.of(List.of(program, "agent", "-config=" + agent))
          .run(Duration.ofSeconds(60))
          .orThrow();
      Map<String, String> files = new TreeMap<>();
      for (String file : templates.keySet()) {
        files.put(file, Files.readString(folder.path("secrets/" + file), UTF_8));
      }
      return files;
    }
  }
}
