package dev.keyturn.cli.migrate.vso;

import dev.keyturn.cli.migrate.gotemplate.RootTranslator;
import dev.keyturn.cli.migrate.gotemplate.TemplateRefusal;
import dev.keyturn.cli.migrate.translation.FieldRemarks;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.ParseOutcome;
import dev.keyturn.operator.engine.template.Templates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the transformation of one secret says, in our language.
 *
 * @param texts templates by key of the Secret
 * @param includes expressions, one of which a value's name must fit; empty for all
 * @param excludes expressions, none of which it may fit
 */
record Shape(Map<String, String> texts, Set<String> includes, Set<String> excludes) {
  private static final String OWN = "spec.destination.transformation";

  /** A template, and where it was written. */
  private record Written(String key, String name, String text, String path, String where) {}

  /**
   * Reads it, with the SecretTransformations that it refers to.
   *
   * @param certificate whether the secret is what PKI issues
   */
  static Shape of(Resource secret, Resources resources, boolean certificate) {
    Reader reader = new Reader(secret, resources);
    reader.own();
    reader.references();
    Shape shape = new Shape(new LinkedHashMap<>(), reader.includes, reader.excludes);
    RootTranslator translator =
        new RootTranslator(
            Map.of(
                "Labels", secret.metadata("labels"),
                "Annotations", secret.metadata("annotations")),
            certificate);
    for (Written written : reader.keyed) {
      shape.add(secret.remarks(), written, reader, translator);
    }
    translator
        .notes()
        .forEach(note -> secret.remarks().check(reader.keyed.getFirst().path(), note));
    return shape;
  }

  private void add(
      FieldRemarks remarks, Written written, Reader reader, RootTranslator translator) {
    try {
      String text = translator.translate(written.text());
      if (text.contains("{{ template ")) {
        text = new Definitions(reader.named(), translator).before(text);
      }
      if (new Templates(Limits.standard()).parse(written.key(), text)
          instanceof ParseOutcome.Rejected(var failure)) {
        remarks.refused(
            written.path(), written.where() + "ours does not take it: " + failure.message());
        return;
      }
      texts.put(written.key(), text);
      remarks.translated(written.path(), written.where() + "key " + written.key());
    } catch (TemplateRefusal refusal) {
      remarks.refused(
          written.path(),
          written.where() + "line " + refusal.line() + " of it: " + refusal.reason());
    }
  }

  /** Collects what is written; the first of a key counts. */
  private static final class Reader {
    private final Resource secret;
    private final Resources resources;
    private final List<Written> keyed = new ArrayList<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Set<String> includes = new LinkedHashSet<>();
    private final Set<String> excludes = new LinkedHashSet<>();

    Reader(Resource secret, Resources resources) {
      this.secret = secret;
      this.resources = resources;
    }

    void own() {
      String templates = "destination.transformation.templates";
      secret
          .node(templates)
          .properties()
          .forEach(it ->
              keyed.add(
                  new Written(
                      it.getKey(),
                      it.getValue().path("name").asText(""),
                      it.getValue().path("text").asText(""),
                      FieldRemarks.member("spec." + templates, it.getKey()),
                      "")));
      includes.addAll(secret.texts("destination.transformation.includes"));
      excludes.addAll(secret.texts("destination.transformation.excludes"));
    }

    void references() {
      int size = secret.node("destination.transformation.transformationRefs").size();
      for (int i = 0; i < size; i++) {
        String path = "destination.transformation.transformationRefs." + i;
        String said = OWN + ".transformationRefs[" + i + "]";
        String name = secret.text(path + ".name");
        String namespace = secret.text(path + ".namespace");
        String reference = namespace.isEmpty() ? name : namespace + "/" + name;
        Resource found = resources.find(Resource.TRANSFORMATION, secret.namespace(), reference);
        if (found == null) {
          secret
              .remarks()
              .refused(said, "SecretTransformation " + reference + " is not among the manifests");
          continue;
        }
        if (!secret.is(path + ".ignoreIncludes")) {
          includes.addAll(found.texts("includes"));
        }
        if (!secret.is(path + ".ignoreExcludes")) {
          excludes.addAll(found.texts("excludes"));
        }
        templates(found, path, said);
        found
            .node("sourceTemplates")
            .forEach(
                it -> sources.putIfAbsent(it.path("name").asText(""), it.path("text").asText("")));
      }
    }

    private void templates(Resource found, String path, String said) {
      Map<String, String> keys = new LinkedHashMap<>();
      secret
          .node(path + ".templateRefs")
          .forEach(it -> {
            String name = it.path("name").asText();
            keys.put(name, it.path("keyOverride").asText(name));
          });
      if (keys.isEmpty()) {
        found.node("templates").fieldNames().forEachRemaining(key -> keys.put(key, key));
      }
      keys.forEach((name, key) -> {
        var template = found.node("templates").path(name);
        String where = "template " + name + " of " + found.name() + ": ";
        if (template.isMissingNode()) {
          secret.remarks().refused(said, where + "it is not there");
        } else if (keyed.stream().noneMatch(it -> it.key().equals(key))) {
          String given = template.path("name").asText("");
          keyed.add(new Written(key, given, template.path("text").asText(""), said, where));
        }
      });
    }

    /** All templates that others may call. */
    Map<String, String> named() {
      Map<String, String> named = new LinkedHashMap<>(sources);
      keyed.forEach(it -> named.putIfAbsent(it.name(), it.text()));
      named.remove("");
      return named;
    }
  }
}
