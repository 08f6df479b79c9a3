package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.crds.v1alpha1.WebhookProvider;
import dev.keyturn.crds.v1alpha1.WebhookSecret;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.ParseOutcome;
import dev.keyturn.operator.engine.template.Template;
import dev.keyturn.operator.engine.template.Templates;
import dev.keyturn.operator.provider.webhook.WebhookConfig;
import dev.keyturn.operator.provider.webhook.WebhookPick;
import dev.keyturn.operator.provider.webhook.WebhookProviderFactory;
import dev.keyturn.operator.provider.webhook.WebhookText;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code provider.webhook}. */
public final class WebhookReader implements ProviderConfigs.Reader {
  private static final String FIELD = "provider.webhook";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,62}");

  /** Scheme and authority stand in the text as they are; then comes a path, or nothing. */
  private static final Pattern ADDRESS = Pattern.compile("(https?://[^\\s/?#@{}]+)(/.*)?");

  private final WebhookProviderFactory factory;
  private final EndpointPolicy endpoints;
  private final Templates templates = new Templates(Limits.standard());

  public WebhookReader(WebhookProviderFactory factory, EndpointPolicy endpoints) {
    this.factory = factory;
    this.endpoints = endpoints;
  }

  @Override
  public String provider() {
    return "webhook";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.webhook() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    WebhookProvider webhook = provider.webhook();
    if (webhook == null) {
      return Optional.empty();
    }
    Optional<Address> address = address(webhook.url(), problems);
    Optional<WebhookText> url =
        address.flatMap(found -> text(FIELD + ".url", found.text(), problems));
    Map<String, WebhookText> headers = new HashMap<>();
    Objects.requireNonNullElse(webhook.headers(), Map.<String, String>of())
        .forEach((name, text) ->
            text(FIELD + ".headers", text, problems).ifPresent(it -> headers.put(name, it)));
    Optional<WebhookText> body =
        Optional.ofNullable(webhook.body()).flatMap(text -> text(FIELD + ".body", text, problems));
    Optional<WebhookPick> result = result(webhook, problems);
    Map<String, StoreConfig.SecretKeyReference> secrets = new HashMap<>();
    List<WebhookConfig.Named> names = names(webhook.secrets(), owner, secrets, problems);
    if (address.isEmpty() || url.isEmpty() || !problems.isEmpty()) {
      return Optional.empty();
    }
    return ProviderConfigs.Chosen.of(
            provider(),
            factory,
            new WebhookConfig(
                address.get().base(),
                url.get(),
                webhook.method() == null ? "GET" : webhook.method(),
                headers,
                body,
                result,
                names),
            secrets,
            Optional.empty(),
            problems)
        .map(chosen -> chosen.leadingTo(FIELD + ".url", address.get().base()));
  }

  /**
   * An address.
   *
   * @param base what no template can change, up to a slash
   */
  private record Address(URI base, String text) {}

  private Optional<Address> address(String url, StoreConfigReader.Problems problems) {
    Matcher parts = ADDRESS.matcher(url);
    if (!parts.matches()) {
      problems.add(FIELD + ".url", "must be an https address whose host is written out");
      return Optional.empty();
    }
    String text = parts.group(2) == null ? url + "/" : url;
    int end = text.length();
    for (String stop : List.of("{{", "?", "#")) {
      int at = text.indexOf(stop);
      end = at < 0 ? end : Math.min(end, at);
    }
    return BackendAddress.read(
            FIELD + ".url", text.substring(0, text.lastIndexOf('/', end) + 1), endpoints, problems)
        .map(base -> new Address(base, text));
  }

  private Optional<WebhookText> text(
      String field, String text, StoreConfigReader.Problems problems) {
    return switch (templates.parse(field, text)) {
      case ParseOutcome.Parsed(Template template) -> Optional.of(new RenderedText(template));
      case ParseOutcome.Rejected(var failure) -> {
        problems.add(field, "is no template: " + failure.withoutWords().message());
        yield Optional.empty();
      }
    };
  }

  private static Optional<WebhookPick> result(
      WebhookProvider webhook, StoreConfigReader.Problems problems) {
    if (webhook.result() == null) {
      return Optional.empty();
    }
    Optional<ResultPath> path = ResultPath.of(webhook.result().jsonPath());
    if (path.isEmpty()) {
      problems.add(FIELD + ".result.jsonPath", "is no path to one value");
    }
    return path.map(pick -> pick);
  }

  private static List<WebhookConfig.Named> names(
      @Nullable List<WebhookSecret> listed,
      StoreConfigReader.Owner owner,
      Map<String, StoreConfig.SecretKeyReference> secrets,
      StoreConfigReader.Problems problems) {
    List<WebhookConfig.Named> names = new ArrayList<>();
    if (listed == null) {
      return names;
    }
    for (int i = 0; i < listed.size(); i++) {
      WebhookSecret secret = listed.get(i);
      String field = FIELD + ".secrets[" + i + "]";
      WebhookConfig.Named name = new WebhookConfig.Named(secret.name(), secret.secretRef().key());
      if (!NAME.matcher(secret.name()).matches()) {
        problems.add(field + ".name", "must be a letter, then letters, digits and _");
      } else if (secrets.put(
              name.credential(), owner.secret(field + ".secretRef", secret.secretRef(), problems))
          != null) {
        problems.add(field, "stands there twice");
      } else {
        names.add(name);
      }
    }
    return names;
  }
}
