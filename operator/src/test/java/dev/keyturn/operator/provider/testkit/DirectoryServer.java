package dev.keyturn.operator.provider.testkit;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.RDN;
import dev.keyturn.operator.source.http.TestCertificates;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A directory that speaks LDAP (RFC 4511) over TLS on the loopback address, with people and groups.
 * Only who has bound may search, as a directory of a company has it.
 */
public final class DirectoryServer implements AutoCloseable {
  /** Who may search for others. */
  public static final String SEARCHER = "cn=vault,dc=example,dc=org";

  public static final String SEARCHER_PASSWORD = "kt-directory-search";

  /** The people are below it, each named by {@code uid}. */
  public static final String PEOPLE = "ou=people,dc=example,dc=org";

  /** The groups are below it, each named by {@code cn}, with its people as {@code member}. */
  public static final String GROUPS = "ou=groups,dc=example,dc=org";

  private static final String BASE = "dc=example,dc=org";

  private final TestCertificates authority = new TestCertificates("directory");
  private final InMemoryDirectoryServer server;

  public DirectoryServer() {
    try {
      this.server = new InMemoryDirectoryServer(config());
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
    add(BASE, "domain");
    add(PEOPLE, "organizationalUnit");
    add(GROUPS, "organizationalUnit");
    try {
      server.startListening();
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  private InMemoryDirectoryServerConfig config() throws LDAPException {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
    config.addAdditionalBindCredentials(SEARCHER, SEARCHER_PASSWORD);
    config.setAuthenticationRequiredOperationTypes(OperationType.SEARCH);
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPSConfig(
            "ldaps",
            InetAddress.getLoopbackAddress(),
            0,
            authority
                .server("127.0.0.1", Instant.now().plus(Duration.ofDays(1)))
                .getServerSocketFactory(),
            null));
    return config;
  }

  /** Of scheme {@code ldaps}. */
  public URI uri() {
    return URI.create("ldaps://127.0.0.1:" + server.getListenPort());
  }

  /** The certificate that its clients have to trust. */
  public String authorityPem() {
    return authority.pem();
  }

  /** Adds somebody who binds with this password. */
  public void person(String uid, String password) {
    add(
        nameOf(uid),
        "inetOrgPerson",
        new Attribute("cn", uid),
        new Attribute("sn", uid),
        new Attribute("userPassword", password));
  }

  /** Gives somebody another password. */
  public void password(String uid, String password) {
    try {
      server.modify(
          nameOf(uid), new Modification(ModificationType.REPLACE, "userPassword", password));
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds a group with these people, at least one. */
  public void group(String name, String... uids) {
    add(
        below(GROUPS, "cn", name),
        "groupOfNames",
        new Attribute("member", Stream.of(uids).map(DirectoryServer::nameOf).toList()));
  }

  /** The attribute that names it comes by itself. */
  private void add(String name, String objectClass, Attribute... attributes) {
    try {
      Entry entry = new Entry(name, attributes);
      entry.addAttribute("objectClass", "top", objectClass);
      server.add(entry);
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String nameOf(String uid) {
    return below(PEOPLE, "uid", uid);
  }

  private static String below(String parent, String attribute, String value) {
    return new RDN(attribute, value) + "," + parent;
  }

  /** Ends every connection; no new one is accepted. */
  @Override
  public void close() {
    server.shutDown(true);
  }
}
