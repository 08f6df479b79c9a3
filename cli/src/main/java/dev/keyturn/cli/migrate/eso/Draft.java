package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The spec of a store while it is written. */
record Draft(ObjectNode spec, Reach reach, Accounts accounts) {

  /** Our provider of this name. */
  ObjectNode provider(String name) {
    return spec.putObject("provider").putObject(name);
  }

  /** Both ways of naming an authority, which are the store's in ours. */
  void authority(Field of) {
    authority(of, spec);
  }

  void authority(Field of, ObjectNode into) {
    Field bundle = of.member("caBundle");
    if (bundle.isThere()) {
      String text = bundle.text("").replaceAll("\\s", "");
      try {
        into.put(
            "caBundle", new String(Base64.getDecoder().decode(text), StandardCharsets.US_ASCII));
        bundle.translated("caBundle, as PEM text");
      } catch (IllegalArgumentException e) {
        bundle.refused("it is no Base64");
      }
    }
    reach.authority(of, into);
  }

  /** Says that plain http needs a word of the administrator. */
  static void address(Field field) {
    String text = field.text("");
    if (!text.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
      field.refused("it is no http or https URL");
    } else if (text.startsWith("http:")) {
      field.check("the operator speaks plain http only to hosts of its flag --endpoints-allow");
    }
  }
}
