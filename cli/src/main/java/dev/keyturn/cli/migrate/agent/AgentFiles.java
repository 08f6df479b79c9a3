package dev.keyturn.cli.migrate.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which files the agent of a pod would write. */
final class AgentFiles {
  private static final String FOLDER = "/vault/secrets";

  /** The injector's own templates. Source: agent-inject/agent/config.go of vault-k8s. */
  private static final String MAP =
      "{{ with secret \"%s\" }}{{ range $k, $v := .Data }}{{ $k }}: {{ $v }}\n{{ end }}{{ end }}";

  private static final String JSON = "{{ with secret \"%s\" }}{{ .Data | toJSON }}\n{{ end }}";

  /** Each makes a file of its name. */
  private static final Set<AgentAnnotation> MAKING =
      EnumSet.of(
          AgentAnnotation.INJECT_SECRET,
          AgentAnnotation.INJECT_TEMPLATE,
          AgentAnnotation.TEMPLATE_FILE);

  /** Each says something about the file of its name. */
  private static final Set<AgentAnnotation> DESCRIBING =
      EnumSet.of(
          AgentAnnotation.INJECT_FILE,
          AgentAnnotation.INJECT_PERMS,
          AgentAnnotation.INJECT_COMMAND,
          AgentAnnotation.VOLUME_PATH,
          AgentAnnotation.PRESERVE_CASE,
          AgentAnnotation.MISSING_KEY);

  private final AgentPod pod;
  private final Remarks remarks;

  AgentFiles(AgentPod pod, Remarks remarks) {
    this.pod = pod;
    this.remarks = remarks;
  }

  /** All of them, in the order of their annotations; what cannot be read is remarked. */
  List<AgentFile> read() {
    List<AgentFile> files = new ArrayList<>();
    Set<String> places = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (String name : names()) {
      AgentFile file = read(name);
      if (file == null) {
        continue;
      }
      if (!places.add(file.folder() + "/" + file.path()) || !keys.add(file.key())) {
        remarks.refused(file.source(), "another file has the path " + file.path() + " already");
      }
      files.add(file);
    }
    return files;
  }

  /** The names of all files; of annotations without one it is remarked. */
  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    pod.annotations()
        .forEach((annotation, value) -> {
          AgentAnnotation kind = AgentAnnotation.of(annotation).orElse(null);
          if (kind == null || !MAKING.contains(kind)) {
            return;
          }
          if (value.isBlank()) {
            remarks.unneeded(annotation, "it is empty");
          } else {
            names.add(annotation.substring(kind.key().length() + 1));
          }
        });
    for (String annotation : pod.annotations().keySet()) {
      AgentAnnotation kind = AgentAnnotation.of(annotation).orElse(null);
      if (kind == null || !DESCRIBING.contains(kind) || annotation.equals(kind.key())) {
        continue;
      }
      String name = annotation.substring(kind.key().length() + 1);
      if (!names.contains(name)) {
        remarks.unneeded(annotation, "there is no file " + name);
      }
    }
    return names;
  }

  private @Nullable AgentFile read(String name) {
    String written = pod.named(AgentAnnotation.INJECT_TEMPLATE, name);
    String secret = pod.named(AgentAnnotation.INJECT_SECRET, name);
    boolean onDisk = pod.named(AgentAnnotation.TEMPLATE_FILE, name) != null;
    String source;
    String template;
    if (written != null && !written.isBlank()) {
      source = AgentAnnotation.INJECT_TEMPLATE.named(name);
      template = written;
      if (secret != null && !secret.isBlank()) {
        remarks.translated(
            AgentAnnotation.INJECT_SECRET.named(name), "the template says what is read");
      }
      if (onDisk) {
        remarks.unneeded(AgentAnnotation.TEMPLATE_FILE.named(name), "the text stands beside it");
      }
    } else if (onDisk) {
      remarks.refused(
          AgentAnnotation.TEMPLATE_FILE.named(name), AgentAnnotation.TEMPLATE_FILE.becomes());
      return null;
    } else if (secret != null) {
      source = AgentAnnotation.INJECT_SECRET.named(name);
      template = usual().formatted(secret.strip());
    } else {
      return null;
    }
    String path = path(name);
    if (path.isEmpty() || path.startsWith("../") || path.equals("..")) {
      remarks.refused(source, "the file does not lie in its volume");
      return null;
    }
    return new AgentFile(name, source, template, folder(name), path, mode(name));
  }

  private String usual() {
    String type = pod.value(AgentAnnotation.DEFAULT_TEMPLATE, "map").toLowerCase(Locale.ROOT);
    return switch (type) {
      case "json" -> JSON;
      case "map" -> MAP;
      default -> {
        remarks.refused(
            AgentAnnotation.DEFAULT_TEMPLATE.key(), "the injector knows map and json alone");
        yield MAP;
      }
    };
  }

  private String folder(String name) {
    String own = pod.named(AgentAnnotation.VOLUME_PATH, name);
    String folder = own == null ? pod.value(AgentAnnotation.VOLUME_PATH, FOLDER) : own;
    return folder.length() > 1 ? folder.replaceAll("/+$", "") : folder;
  }

  private String path(String name) {
    String own = pod.named(AgentAnnotation.INJECT_FILE, name);
    if (own != null && !own.isBlank()) {
      return Path.of(own.replaceAll("^/+", "")).normalize().toString();
    }
    String preserved = pod.named(AgentAnnotation.PRESERVE_CASE, name);
    boolean keeps =
        preserved == null
            ? pod.is(AgentAnnotation.PRESERVE_CASE, false)
            : AgentPod.isTrue(preserved);
    return keeps ? name : name.toLowerCase(Locale.ROOT);
  }

  private @Nullable Integer mode(String name) {
    String mode = pod.named(AgentAnnotation.INJECT_PERMS, name);
    if (mode == null || mode.isBlank()) {
      return null;
    }
    String annotation = AgentAnnotation.INJECT_PERMS.named(name);
    if (!mode.matches("0?[0-7]{3}")) {
      remarks.refused(annotation, "no mode of a file");
      return null;
    }
    int bits = Integer.parseInt(mode, 8);
    boolean group = pod.spec().path("securityContext").has("fsGroup");
    if ((bits & 0004) == 0 && !group) {
      remarks.check(
          annotation,
          "the file belongs to root: a container of another user reads it where the pod's"
              + " securityContext has an fsGroup");
    }
    return bits;
  }
}
