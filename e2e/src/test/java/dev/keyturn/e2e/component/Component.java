package dev.keyturn.e2e.component;

import java.util.List;
import java.util.Locale;

/** A program that the end-to-end tests start, and how one is recognised and obtained. */
public enum Component {
  ETCD("etcd", "3.5", Source.GO_MODULE, "--version", "etcd"),
  KUBE_APISERVER("kube-apiserver", "1.30", Source.GO_MODULE, "--version", "kube-apiserver"),
  KUBE_CONTROLLER_MANAGER(
      "kube-controller-manager", "1.30", Source.GO_MODULE, "--version", "kube-controller-manager"),
  KUBECTL("kubectl", "1.30", Source.GO_MODULE, "version --client", "kubectl"),
  VAULT("vault", "1.12", Source.GO_MODULE, "version", "vault"),
  OPENBAO("openbao", "2.3", Source.PYTHON_PACKAGE, "version", "bao"),
  HELM("helm", "3.8", Source.GO_MODULE, "version --short", "helm"),
  POSTGRES("postgres", "12.0", Source.DEBIAN_PACKAGE, "--version", "postgres"),
  PROMETHEUS("prometheus", "2.40", Source.DEBIAN_PACKAGE, "--version", "prometheus"),
  PROMTOOL("promtool", "2.40", Source.DEBIAN_PACKAGE, "--version", "promtool"),
  ALERTMANAGER(
      "alertmanager",
      "0.24",
      Source.DEBIAN_PACKAGE,
      "--version",
      "alertmanager prometheus-alertmanager");

  /** The script that puts a component into the cache, and what it needs. */
  enum Source {
    GO_MODULE("build.sh", "install Go 1.26 or newer (https://go.dev/doc/install)"),
    DEBIAN_PACKAGE("debian.sh", "run on Debian or Ubuntu, or put the program on PATH"),
    PYTHON_PACKAGE("python.sh", "install Python 3.10 or newer with pip");

    private final String script;
    private final String need;

    Source(String script, String need) {
      this.script = script;
      this.need = need;
    }

    String script() {
      return script;
    }

    String need() {
      return need;
    }
  }

  private final String id;
  private final String oldestOnPath;
  private final Source source;
  private final String versionArguments;
  private final String programs;

  Component(
      String id, String oldestOnPath, Source source, String versionArguments, String programs) {
    this.id = id;
    this.oldestOnPath = oldestOnPath;
    this.source = source;
    this.versionArguments = versionArguments;
    this.programs = programs;
  }

  /** Its name in the cache folder and on the lines that are printed. */
  public String id() {
    return id;
  }

  /** The environment variable that names a program of the user's own. */
  public String variable() {
    return "KEYTURN_" + id.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The oldest major.minor accepted from PATH: distributions carry versions that are too old. */
  String oldestOnPath() {
    return oldestOnPath;
  }

  Source source() {
    return source;
  }

  List<String> versionArguments() {
    return words(versionArguments);
  }

  /** The file names under which it may stand on PATH. */
  List<String> programs() {
    return words(programs);
  }

  /** Texts rather than lists in the fields keep the constants immutable. */
  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }
}
