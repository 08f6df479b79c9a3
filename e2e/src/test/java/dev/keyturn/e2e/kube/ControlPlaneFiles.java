package dev.keyturn.e2e.kube;

import dev.keyturn.e2e.process.CertificateAuthority;
import dev.keyturn.e2e.process.Identity;
import dev.keyturn.e2e.process.Pem;
import dev.keyturn.e2e.process.WorkFolder;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;

/** Keys, certificates and policies of one control plane, written into its folder. */
record ControlPlaneFiles(
    Path certificateAuthority,
    Path serverCertificate,
    Path serverKey,
    Path tokenPublicKey,
    Path tokenKey,
    Path auditPolicy,
    Path auditLog,
    Path adminKubeconfig) {

  /** Every request once, without bodies: at its end, a watch at its beginning too. */
  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      omitManagedFields: true
      rules:
        - level: Metadata
      """;

  static ControlPlaneFiles write(
      WorkFolder folder, CertificateAuthority authority, Identity admin, URI url) {
    Identity server = server(authority);
    KeyPair tokens = CertificateAuthority.ellipticKeys();
    String authorityPem = authority.self().certificatePem();
    return new ControlPlaneFiles(
        folder.write("ca.crt", authorityPem),
        folder.write("server.crt", server.certificatePem()),
        folder.write("server.key", server.keyPem()),
        folder.write("tokens.pub", Pem.encode("PUBLIC KEY", tokens.getPublic().getEncoded())),
        folder.write("tokens.key", Pem.encode("PRIVATE KEY", tokens.getPrivate().getEncoded())),
        folder.write("audit-policy.yaml", AUDIT_POLICY),
        folder.log("audit"),
        folder.write("admin.kubeconfig", Kubeconfig.ofClient(url, authorityPem, admin)));
  }

  private static Identity server(CertificateAuthority authority) {
    return authority.server(
        "kube-apiserver", "kubernetes", "kubernetes.default", "kubernetes.default.svc");
  }

  /** Another key and certificate of the same authority for the API server's next start. */
  void renewServer(WorkFolder folder, CertificateAuthority authority) {
    Identity server = server(authority);
    folder.write(serverCertificate.getFileName().toString(), server.certificatePem());
    folder.write(serverKey.getFileName().toString(), server.keyPem());
  }

  List<String> etcdCommand(Path program, Path data, int clientPort, int peerPort) {
    String client = "http://127.0.0.1:" + clientPort;
    String peer = "http://127.0.0.1:" + peerPort;
    return List.of(
        program.toString(),
        "--name=default",
        "--data-dir=" + data,
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer,
        // The data does not outlive the test, so it need not outlive a power cut.
        "--unsafe-no-fsync",
        "--log-level=warn");
  }

  List<String> apiServerCommand(Path program, Path data, int port, int etcdPort) {
    return List.of(
        program.toString(),
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--etcd-servers=http://127.0.0.1:" + etcdPort,
        "--cert-dir=" + data,
        "--tls-cert-file=" + serverCertificate,
        "--tls-private-key-file=" + serverKey,
        "--client-ca-file=" + certificateAuthority,
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + tokenPublicKey,
        "--service-account-signing-key-file=" + tokenKey,
        "--service-cluster-ip-range=10.0.0.0/24",
        // No pod reaches this server, and the Endpoints of a loopback address are refused.
        "--advertise-address=127.0.0.1",
        "--endpoint-reconciler-type=none",
        "--allow-privileged=true",
        "--profiling=false",
        "--audit-policy-file=" + auditPolicy,
        "--audit-log-path=" + auditLog,
        "--audit-log-maxsize=0",
        "--v=1");
  }

  List<String> controllerManagerCommand(Path program) {
    return List.of(
        program.toString(),
        "--kubeconfig=" + adminKubeconfig,
        "--leader-elect=false",
        "--use-service-account-credentials=true",
        "--service-account-private-key-file=" + tokenKey,
        "--root-ca-file=" + certificateAuthority,
        "--secure-port=0",
        // The defaults (20 and 30) make tests with many objects wait for the controllers.
        "--kube-api-qps=200",
        "--kube-api-burst=400",
        "--v=1");
  }
}
