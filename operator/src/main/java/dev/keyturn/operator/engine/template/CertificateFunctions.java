package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.cryptography.CertificateChain;
import dev.keyturn.operator.engine.template.cryptography.Certificates;
import dev.keyturn.operator.engine.template.cryptography.JsonWebKey;
import dev.keyturn.operator.engine.template.cryptography.PemBlock;
import dev.keyturn.operator.engine.template.cryptography.Pkcs12Reader;
import dev.keyturn.operator.engine.template.cryptography.Pkcs12Writer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** PEM, PKCS#12 and JSON web keys, under the names of External Secrets. */
final class CertificateFunctions {
  private static final int STORE_WORK = 4 * 1024 * 1024;

  /** Reading a certificate takes about as long as handling this many bytes for each of its own. */
  private static final int CERTIFICATE_WORK = 16;

  private CertificateFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .add("pkcs12key", 1, a -> text(Pkcs12Reader.key(file(a, 0), "")))
        .add("pkcs12keyPass", 2, a -> text(Pkcs12Reader.key(file(a, 1), a.characters(0))))
        .add("pkcs12cert", 1, a -> text(Pkcs12Reader.certificates(file(a, 0), "")))
        .add("pkcs12certPass", 2, a -> text(Pkcs12Reader.certificates(file(a, 1), a.characters(0))))
        .add("pemToPkcs12", 2, a -> single(a, ""))
        .add("pemToPkcs12Pass", 3, a -> single(a, a.characters(2)))
        .add("fullPemToPkcs12", 2, a -> chain(a, ""))
        .add("fullPemToPkcs12Pass", 3, a -> chain(a, a.characters(2)))
        .add("pemTruststoreToPKCS12", 1, a -> trustStore(a, ""))
        .add("pemTruststoreToPKCS12Pass", 2, a -> trustStore(a, a.characters(1)))
        .add("filterPEM", 2, CertificateFunctions::filterPem)
        .add("filterCertChain", 2, CertificateFunctions::filterChain)
        .add("certSANs", 1, CertificateFunctions::alternativeNames)
        .add("jwkPublicKeyPem", 1, a -> text(webKey(a).publicKey()))
        .add("jwkPrivateKeyPem", 1, a -> text(webKey(a).privateKey()));
  }

  private static byte[] file(Arguments arguments, int index) {
    arguments.budget().work(STORE_WORK);
    return Utf8.raw(arguments.bytes(index));
  }

  private static Value single(Arguments arguments, String password) {
    String pem = certificates(arguments, 0);
    arguments.budget().work(STORE_WORK);
    return base64(Pkcs12Writer.single(pem, arguments.bytes(1), password));
  }

  private static Value chain(Arguments arguments, String password) {
    String pem = certificates(arguments, 0);
    arguments.budget().work(STORE_WORK);
    return base64(Pkcs12Writer.chain(pem, arguments.bytes(1), password));
  }

  private static Value trustStore(Arguments arguments, String password) {
    String pem = certificates(arguments, 0);
    arguments.budget().work(STORE_WORK);
    return base64(Pkcs12Writer.trustStore(pem, password));
  }

  private static Value filterPem(Arguments arguments) {
    String type = arguments.text(0);
    List<PemBlock> blocks = PemBlock.all(arguments.bytes(1)).orElseThrow(Arguments::invalid);
    BoundedText text = arguments.builder();
    blocks.stream()
        .filter(block -> block.type().equalsIgnoreCase(type))
        .forEach(block -> text.append(block.encode()));
    return Arguments.result(text);
  }

  private static Value filterChain(Arguments arguments) {
    String which = arguments.text(0);
    CertificateChain chain =
        CertificateChain.of(certificates(arguments, 1)).orElseThrow(Arguments::invalid);
    return new Value.Text(
        switch (which) {
          case "leaf" -> chain.leaf();
          case "intermediate" -> chain.intermediates();
          case "root" -> chain.root();
          default -> throw Arguments.invalid();
        });
  }

  private static Value alternativeNames(Arguments arguments) {
    List<String> names =
        Certificates.alternativeNames(certificates(arguments, 0)).orElseThrow(Arguments::invalid);
    return new Value.Sequence(names.stream().<Value>map(Value.Text::ofUtf8).toList());
  }

  private static String certificates(Arguments arguments, int index) {
    String pem = arguments.bytes(index);
    arguments.budget().work((long) CERTIFICATE_WORK * pem.length());
    return pem;
  }

  private static JsonWebKey webKey(Arguments arguments) {
    if (!(Documents.json(arguments.characters(0), arguments.budget())
        instanceof Value.Mapping mapping)) {
      throw Arguments.invalid();
    }
    Map<String, String> members = new TreeMap<>();
    mapping
        .entries()
        .forEach((name, value) -> {
          if (value instanceof Value.Text(String bytes)) {
            members.put(name, bytes);
          }
        });
    return new JsonWebKey(members);
  }

  private static Value text(Optional<String> pem) {
    return new Value.Text(pem.orElseThrow(Arguments::invalid));
  }

  private static Value base64(Optional<byte[]> file) {
    return Value.Text.ofUtf8(
        Base64.getEncoder().encodeToString(file.orElseThrow(Arguments::invalid)));
  }
}
