package dev.keyturn.operator.provider.vault;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.CertificateIssuer;
import dev.keyturn.operator.provider.CertificateRequest;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.IssuedCertificate;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Certificates of the PKI engine: {@code <mount>[/issuer/<ref>]/issue/<role>}. */
final class VaultCertificates implements CertificateIssuer {
  private final VaultTransport transport;
  private final StatusMeaning meaning;
  private final Optional<String> namespace;

  VaultCertificates(VaultTransport transport, StatusMeaning meaning, Optional<String> namespace) {
    this.transport = transport;
    this.meaning = meaning;
    this.namespace = namespace;
  }

  @Override
  public Outcome<IssuedCertificate> issue(CertificateRequest request, Call call) {
    return VaultClient.edge(() -> {
      String path =
          VaultPath.encode(
                  request.mount()
                      + request.issuer().map(issuer -> "/issuer/" + issuer).orElse("")
                      + "/issue/"
                      + request.role())
              .orElseThrow(
                  () -> new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL));
      try (SecretBytes body = RequestBody.of(json -> members(request, json))) {
        return transport
            .send(
                new VaultOperation.Submit(
                    path, body, call.session().token(), namespace, VaultClient.auditId(call)),
                call.deadline())
            .then(answer -> {
              try (answer) {
                return issued(answer);
              }
            });
      }
    });
  }

  private Outcome<IssuedCertificate> issued(Answer answer) {
    return answer.status() == 200
        ? Outcome.ok(CertificateBody.read(answer.body()))
        : Outcome.failed(meaning.ofEngine(answer));
  }

  private static void members(CertificateRequest request, JsonGenerator json) throws IOException {
    json.writeStringField("common_name", request.commonName());
    list(json, "alt_names", request.altNames());
    list(json, "ip_sans", request.ipSans());
    list(json, "uri_sans", request.uriSans());
    if (request.ttl().isPresent()) {
      json.writeStringField("ttl", request.ttl().get().toSeconds() + "s");
    }
    json.writeStringField("format", "pem");
    json.writeStringField("private_key_format", "pkcs8");
  }

  private static void list(JsonGenerator json, String name, List<String> values)
      throws IOException {
    if (!values.isEmpty()) {
      json.writeStringField(name, String.join(",", values));
    }
  }
}
