package dev.keyturn.cli.migrate.agent;

import dev.keyturn.cli.migrate.agent.Stores.Mount;
import dev.keyturn.cli.migrate.translation.Options;
import dev.keyturn.crds.v1alpha1.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the annotations of a pod say, as far as nothing of it is refused.
 *
 * @param mounted the pod with its volume
 * @param login null where a store is there already, or is refused
 * @param interval of the refreshes
 */
record ReadPod(
    MountedPod mounted, FileTemplates templates, @Nullable Login login, String interval) {
  /** The agent's. Source: static_secret_render_interval of Vault Agent. */
  private static final String RENDER_INTERVAL = "5m";

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final String ANCHOR = AgentAnnotation.AGENT_INJECT.key();

  /**
   * Reads all, also behind what is refused.
   *
   * @param remarks learns what is refused or lost
   */
  static ReadPod of(AgentPod pod, Options options, Remarks remarks) {
    switches(pod, remarks);
    List<AgentFile> files = new AgentFiles(pod, remarks).read();
    if (files.isEmpty() && !remarks.isRefused()) {
      remarks.refused(ANCHOR, "the agent writes no file");
    }
    MountedPod mounted = new MountedPod(pod, files, remarks);
    mounted.check();
    FileTemplates templates = FileTemplates.of(files, options.keyValueVersion(), remarks);
    templates.sources().reads().stream()
        .filter(read -> !SyncManifest.canIssue(read))
        .forEach(read ->
            remarks.refused(
                ANCHOR, "the certificate of " + read.path() + " has parameters no sync has"));
    if (options.store() != null && Mount.all(templates.sources()).size() > 1) {
      remarks.refused(ANCHOR, "more than one mount is read: leave --store out");
    }
    return new ReadPod(mounted, templates, login(pod, options, remarks), interval(pod, remarks));
  }

  /** What does nothing while it is off. */
  private static void switches(AgentPod pod, Remarks remarks) {
    for (AgentAnnotation annotation :
        new AgentAnnotation[] {
          AgentAnnotation.INJECT_TOKEN, AgentAnnotation.CACHE_ENABLE, AgentAnnotation.ENABLE_QUIT
        }) {
      if (pod.value(annotation) != null && !pod.is(annotation, false)) {
        remarks.unneeded(annotation.key(), "it is off");
      }
    }
    if (pod.value(AgentAnnotation.STATUS, "").equals("injected")) {
      remarks.refused(
          AgentAnnotation.STATUS.key(),
          "the agent stands in this pod already: migrate the manifest that it was made from");
    }
    if (pod.is(AgentAnnotation.INJECT_TOKEN, false)) {
      remarks.refused(AgentAnnotation.INJECT_TOKEN.key(), AgentAnnotation.INJECT_TOKEN.becomes());
    }
    if (pod.value(AgentAnnotation.CONFIG_MAP) != null) {
      remarks.refused(AgentAnnotation.CONFIG_MAP.key(), AgentAnnotation.CONFIG_MAP.becomes());
    }
  }

  private static @Nullable Login login(AgentPod pod, Options options, Remarks remarks) {
    LoginReader reader = new LoginReader(pod, remarks);
    if (options.store() != null) {
      reader.leaveTo(options.store());
      return null;
    }
    // A ConfigMap of the agent has its own login.
    return pod.value(AgentAnnotation.CONFIG_MAP) == null ? reader.read(options) : null;
  }

  private static String interval(AgentPod pod, Remarks remarks) {
    String written = pod.value(AgentAnnotation.RENDER_INTERVAL, RENDER_INTERVAL).strip();
    String text = written.matches("[0-9]+") ? written + "s" : written;
    Optional<Duration> interval = Durations.parse(text);
    String annotation = AgentAnnotation.RENDER_INTERVAL.key();
    if (interval.isEmpty()) {
      remarks.refused(annotation, "no duration as 30s, 5m or 1h");
      return RENDER_INTERVAL;
    }
    if (interval.get().compareTo(SHORTEST) < 0) {
      remarks.check(annotation, "refreshInterval is 10s at the least");
      return "10s";
    }
    return text;
  }
}
