package dev.keyturn.cli.render;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.crds.v1alpha1.DecodingStrategy;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.plan.TemplateOrigin;
import dev.keyturn.operator.engine.plan.TemplateTexts;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.ParseOutcome;
import dev.keyturn.operator.engine.template.Template;
import dev.keyturn.operator.engine.template.Templates;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Values that show by themselves that they are none: {@code fake-} and the key of the Secret. What
 * whole remote secrets hold nobody says, so they hold what the templates read.
 */
final class FakeValues {
  private static final String MARK = "fake-";

  private final SyncSettings settings;
  private final OfflineStores stores;
  private final Set<String> wanted;

  private FakeValues(SyncSettings settings, OfflineStores stores, Set<String> wanted) {
    this.settings = settings;
    this.stores = stores;
    this.wanted = wanted;
  }

  /** Fills the gaps of the data; what stands there stays. */
  static void fill(
      RemoteData data, SyncSettings settings, OfflineStores stores, TemplateTexts texts) {
    Set<String> wanted = new TreeSet<>(reads(settings, texts));
    settings.entries().forEach(entry -> wanted.remove(entry.secretKey()));
    if (wanted.isEmpty()) {
      wanted.add("example");
    }
    FakeValues fakes = new FakeValues(settings, stores, wanted);
    // First those with a property: they make an object of what others read as a whole.
    settings.entries().stream()
        .filter(FakeValues::isMember)
        .forEach(entry -> fakes.entry(data, entry));
    settings.entries().stream()
        .filter(entry -> !isMember(entry) && !entry.remote().metadata())
        .forEach(entry -> fakes.entry(data, entry));
    settings.entries().stream()
        .filter(entry -> entry.remote().metadata())
        .forEach(entry -> fakes.entry(data, entry));
    settings.groups().forEach(group -> fakes.group(data, group));
    fakes.issues(data);
  }

  /** The tags that are asked for. */
  static Map<String, String> tags(SyncSettings settings) {
    Map<String, String> tags = new TreeMap<>();
    for (SyncSettings.Entry entry : settings.entries()) {
      if (entry.remote().metadata()) {
        entry.remote().property().ifPresent(name -> tags.put(name, MARK + entry.secretKey()));
        tags.putIfAbsent("example", MARK + "example");
      }
    }
    return tags;
  }

  private void entry(RemoteData data, SyncSettings.Entry entry) {
    SyncSettings.Remote remote = entry.remote();
    String key = stores.prefix(remote.store().orElse(settings.shaping().store())) + remote.key();
    String value = encoded(entry.secretKey(), remote.decoding());
    if (isMember(entry)) {
      data.offer(key, remote.property().orElseThrow(), JsonNodeFactory.instance.textNode(value));
    } else {
      data.offer(key, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static boolean isMember(SyncSettings.Entry entry) {
    return entry.remote().property().isPresent() && !entry.remote().metadata();
  }

  private void group(RemoteData data, SyncSettings.Group group) {
    String prefix = stores.prefix(group.store().orElse(settings.shaping().store()));
    switch (group) {
      case SyncSettings.Extract(String field, SyncSettings.Remote remote, var rewrites) ->
          remote
              .property()
              .ifPresentOrElse(
                  property ->
                      data.offer(prefix + remote.key(), property, members(remote.decoding())),
                  () -> object(data, prefix + remote.key(), wanted, remote.decoding()));
      case SyncSettings.Find find -> {
        String folder = find.path().map(path -> path.replaceAll("/?$", "/")).orElse("");
        // What is found is named by its path, with an underscore for each slash.
        String shown = folder.replace('/', '_');
        for (String name : wanted) {
          String below = name.startsWith(shown) ? name.substring(shown.length()) : name;
          data.offer(prefix + folder + below, (MARK + name).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private void issues(RemoteData data) {
    settings
        .issues()
        .dynamic()
        .ifPresent(it -> {
          object(data, it.path(), Set.of("username", "password"), DecodingStrategy.None);
          object(data, it.path(), wanted, DecodingStrategy.None);
        });
    settings
        .issues()
        .certificate()
        .ifPresent(it ->
            object(
                data,
                it.mount() + "/" + it.role(),
                Set.of("tls.crt", "tls.key", "ca.crt"),
                DecodingStrategy.None));
    settings
        .issues()
        .token()
        .ifPresent(it -> object(data, it.path(), wanted, DecodingStrategy.None));
  }

  private ObjectNode members(DecodingStrategy decoding) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    wanted.forEach(name -> object.put(name, encoded(name, decoding)));
    return object;
  }

  private static void object(
      RemoteData data, String key, Set<String> names, DecodingStrategy decoding) {
    for (String name : names) {
      data.offer(key, name, JsonNodeFactory.instance.textNode(encoded(name, decoding)));
    }
  }

  private static String encoded(String name, DecodingStrategy decoding) {
    byte[] value = (MARK + name).getBytes(StandardCharsets.UTF_8);
    return switch (decoding) {
      case None, Auto -> MARK + name;
      case Base64 -> Base64.getEncoder().encodeToString(value);
      case Base64URL -> Base64.getUrlEncoder().encodeToString(value);
    };
  }

  private static Set<String> reads(SyncSettings settings, TemplateTexts texts) {
    Templates templates = new Templates(Limits.standard());
    Set<String> reads = new TreeSet<>();
    settings.templates().values().forEach(text -> add(templates, text, reads));
    settings.target().labels().values().forEach(text -> add(templates, text, reads));
    settings.target().annotations().values().forEach(text -> add(templates, text, reads));
    for (TemplateOrigin origin : settings.target().origins()) {
      switch (origin) {
        case TemplateOrigin.Literal(String text) -> add(templates, text, reads);
        case TemplateOrigin.Referenced referenced -> {
          if (texts instanceof TemplateTexts.Read(var read, var versions)
              && read.containsKey(referenced)) {
            read.get(referenced).values().forEach(text -> add(templates, text, reads));
          }
        }
      }
    }
    return reads;
  }

  private static void add(Templates templates, String text, Set<String> reads) {
    if (templates.parseUnkept("", text) instanceof ParseOutcome.Parsed(Template template)) {
      reads.addAll(template.reads());
    }
  }
}
