package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** VaultDynamicSecret, which becomes a credential with a lease. */
final class VaultGenerator {
  private VaultGenerator() {}

  static Made make(Field spec, Origin generator, Owner owner, GeneratorStores stores) {
    String path = spec.member("path").text("").replaceAll("^/+|/+$", "");
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    ObjectNode dynamic = entry.putObject("dynamic").put("path", path);
    if (path.contains("/issue/") || path.contains("/sign/")) {
      spec.member("path")
          .refused("a certificate is dataFrom.pki, with the keys tls.crt, tls.key and ca.crt");
    }
    Field type = spec.member("resultType");
    if (type.isThere() && !type.is("Data")) {
      type.refused("only the data of an answer become keys");
    }
    Field method = spec.member("method");
    String word = method.text("GET").toUpperCase(Locale.ROOT);
    if (!Set.of("GET", "POST", "PUT").contains(word)) {
      method.refused("a credential is issued by GET or POST");
    }
    parameters(spec.member("parameters"), dynamic, word.equals("GET"));
    if (!dynamic.has("parameters") && !word.equals("GET")) {
      dynamic.put("method", "POST");
    }
    for (String name : new String[] {"retrySettings", "controller"}) {
      if (spec.member(name).isThere()) {
        spec.member(name).unneeded("the sync tries again for ever");
      }
    }
    Field empty = spec.member("allowEmptyResponse");
    if (empty.isTrue()) {
      empty.refused("an answer without values is an error");
    }
    return new Made.Entry(
        stores.vault(spec.member("provider"), generator, owner.namespace()), entry);
  }

  private static void parameters(Field from, ObjectNode dynamic, boolean unsent) {
    if (!from.isThere()) {
      return;
    }
    if (unsent) {
      from.unneeded("a GET has none");
      return;
    }
    ObjectNode ours = dynamic.put("method", "POST").putObject("parameters");
    for (Map.Entry<String, JsonNode> parameter : from.value().properties()) {
      if (parameter.getValue().isContainerNode()) {
        from.refused("the parameter " + parameter.getKey() + " is no text");
      }
      ours.put(parameter.getKey(), parameter.getValue().asText());
    }
  }
}
