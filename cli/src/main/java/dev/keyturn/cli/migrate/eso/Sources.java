package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.Options;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sync reads: its store, {@code data}, {@code dataFrom} and what generators give. */
final class Sources {
  /** What uses a ClusterSecretStore. */
  interface Use {
    void of(Field reference, StoreName store, boolean writes);
  }

  private final RemoteReferences references;
  private final Generators generators;
  private final TemplateCheck templates;
  private final Options options;
  private final Owner owner;
  private final Use use;
  private final ArrayNode data = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode dataFrom = JsonNodeFactory.instance.arrayNode();
  private final List<ObjectNode> values = new ArrayList<>();

  /** That of the sync; null while nothing names one. */
  private @Nullable StoreName store;

  /** Whether a token or credential is made. */
  private boolean issued;

  /** What entries have that name none. */
  private @Nullable StoreName declared;

  Sources(
      Stores stores,
      Generators generators,
      TemplateCheck templates,
      Options options,
      Owner owner,
      Use use) {
    this.references = new RemoteReferences(stores, owner);
    this.generators = generators;
    this.templates = templates;
    this.options = options;
    this.owner = owner;
    this.use = use;
  }

  void write(Field from, ObjectNode spec) {
    Field reference = from.member("secretStoreRef");
    declared = StoreName.of(reference);
    store = declared;
    if (declared != null) {
      used(reference, declared);
    }
    List<Made> made = new ArrayList<>();
    for (Field entry : from.member("dataFrom").elements()) {
      made.add(generated(entry));
    }
    from.member("data").elements().forEach(this::value);
    List<Field> entries = from.member("dataFrom").elements();
    for (int i = 0; i < entries.size(); i++) {
      if (made.get(i) instanceof Made.Entry(_, ObjectNode entry)) {
        dataFrom.add(entry);
      } else if (!entries.get(i).member("sourceRef").member("generatorRef").isThere()) {
        group(entries.get(i));
      }
    }
    if (store == null && options.store() != null) {
      store = StoreName.near(options.store());
    }
    if (store == null) {
      reference.refused(
          "no store is named: name one, or by --store where generated values are kept");
    } else {
      store.write(spec.putObject("secretStoreRef"));
    }
    kept(from.member("dataFrom"));
  }

  /** What was read, in its place below {@code spec}. */
  void put(Field from, ObjectNode spec) {
    if (!data.isEmpty()) {
      spec.set("data", data);
    }
    if (!dataFrom.isEmpty()) {
      spec.set("dataFrom", dataFrom);
    }
    if (!values.isEmpty()) {
      spec.putArray("generate").addAll(values);
    }
    if (data.isEmpty() && dataFrom.isEmpty() && values.isEmpty()) {
      from.refused("it reads nothing");
    }
  }

  private Made generated(Field entry) {
    Field reference = entry.member("sourceRef").member("generatorRef");
    if (!reference.isThere()) {
      return new Made.Nothing();
    }
    if (owner.stamped()) {
      reference.refused("a value or store of each namespace: write a SecretSync in each");
      return new Made.Nothing();
    }
    Made made = generators.make(reference, owner);
    Field rewrites = entry.member("rewrite");
    switch (made) {
      case Made.Entry(String maker, _) -> {
        StoreName other = StoreName.near(maker);
        if (rewrites.isThere()) {
          rewrites.refused("keys of a token or credential keep their names: rename in a template");
        }
        if (issued) {
          reference.refused("a sync has one token or credential: write a second sync");
        }
        issued = true;
        store = other;
        reference.translated("dataFrom, made by SecretStore " + maker);
      }
      case Made.Values(List<ObjectNode> ours) -> {
        for (ObjectNode value : ours) {
          String key = templates.renamed(rewrites, value.path("secretKey").asText());
          if (key != null) {
            values.add(value.put("secretKey", key));
          }
        }
      }
      case Made.Nothing() -> {
        // It is said why.
      }
    }
    return made;
  }

  /** Where generated values are kept, which are nowhere but in the Secret until now. */
  private void kept(Field from) {
    StoreName keeper = store;
    if (values.isEmpty() || keeper == null) {
      return;
    }
    if (issued) {
      from.refused("a sync with a token or credential generates nothing: write a second sync");
      return;
    }
    KnownStore known = references.known(keeper);
    if (known != null && !known.canGenerate()) {
      from.refused(
          "values are generated at Vault's version 2, Secrets Manager and Kubernetes alone");
      return;
    }
    String folder = owner.namespace() == null ? "" : owner.namespace() + "/";
    String key = "generated/" + folder + owner.name();
    for (ObjectNode value : values) {
      value
          .putObject("remoteRef")
          .put("key", key)
          .put("property", value.path("secretKey").asText());
      use.of(from, keeper, true);
    }
    boolean pair = values.stream().anyMatch(it -> it.at("/generator/sshKey").isObject());
    from.check(
        "generate: made once and kept at "
            + key
            + " of the store; put the present value there before, or another one comes"
            + (pair ? "; the public key is PRIVATE.pub" : ""));
  }

  private void value(Field entry) {
    ObjectNode ours = data.addObject();
    entry.copy(ours, "secretKey");
    Field source = entry.member("sourceRef");
    if (source.member("generatorRef").isThere()) {
      source.member("generatorRef").refused("a single value comes from a store");
    }
    StoreName from = storeOf(source);
    ours.set("remoteRef", references.one(entry.member("remoteRef"), from, false));
    other(ours, from);
  }

  private void group(Field entry) {
    ObjectNode ours = dataFrom.addObject();
    Field source = entry.member("sourceRef");
    StoreName from = storeOf(source);
    Field rewrites = entry.member("rewrite");
    if (entry.member("extract").isThere()) {
      ours.set("extract", references.one(entry.member("extract"), from, rewrites.isThere()));
    } else if (entry.member("find").isThere()) {
      references.found(entry.member("find"), ours.putObject("find"), from);
    } else if (entry.member("key").isThere()) {
      ours.set("extract", references.one(entry, from, false));
    } else {
      entry.refused("it has neither extract nor find");
    }
    if (rewrites.isThere()) {
      ours.set("rewrite", rewrites.value());
      for (Field rewrite : rewrites.elements()) {
        Field template = rewrite.member("transform").member("template");
        templates.check(template, "transform");
      }
    }
    other(ours, from);
  }

  private @Nullable StoreName storeOf(Field source) {
    Field reference = source.member("storeRef");
    StoreName named = StoreName.of(reference);
    if (named == null) {
      return declared;
    }
    used(reference, named);
    if (store == null) {
      store = named;
    }
    return named;
  }

  private void used(Field reference, StoreName named) {
    use.of(reference, named, false);
    KnownStore known = references.known(named);
    if (known != null && known.refused()) {
      reference.check("the store is left as it is: write it by hand");
    }
  }

  /** The store of an entry, where it is not the sync's. */
  private void other(ObjectNode entry, @Nullable StoreName from) {
    if (from != null && !from.equals(store)) {
      from.write(entry.putObject("sourceRef").putObject("storeRef"));
    }
  }
}
