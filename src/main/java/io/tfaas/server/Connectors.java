package io.tfaas.server;

import io.tfaas.config.ClientCertificates;
import io.tfaas.config.ServerConfig;
import io.tfaas.config.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Makes the connector: where Tomcat listens, and what of HTTP it lets through. */
final class Connectors {

  /* Characters that URLs must escape and clients do not; they are passed on as they come. */
  private static final String RELAXED = "[]|{}^\\`\"<>";

  /* As many as are ever needed: each open request holds one, dear to make. */
  private static final String ALL_PROCESSORS = "-1";

  private static final String MAX_HEADER_BYTES = "16384";

  private Connectors() {}

  /**
   * Makes the connector without opening its port.
   *
   * @throws StartException if the host's name has no address, or its port is not to be had
   */
  static Connector of(ServerConfig config) {
    InetAddress address = requireFree(config);
    Connector connector = new Connector(new WatchedProtocol());
    connector.setThrowOnFailure(true);
    connector.setPort(config.port());
    set(connector, "address", address.getHostAddress());
    set(connector, "bindOnInit", "false");
    set(connector, "maxConnections", Integer.toString(config.maxConnections()));
    set(connector, "maxKeepAliveRequests", "-1");
    set(connector, "connectionTimeout", Long.toString(config.clientTimeout().toMillis()));
    set(connector, "keepAliveTimeout", Long.toString(config.idleTimeout().toMillis()));
    set(connector, "maxHttpRequestHeaderSize", MAX_HEADER_BYTES);
    connector.setAllowTrace(false);
    connector.setXpoweredBy(false);
    set(connector, "relaxedPathChars", RELAXED);
    set(connector, "relaxedQueryChars", RELAXED);
    set(connector, "processorCache", ALL_PROCESSORS);
    connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    config.tls().ifPresent(tls -> enableTls(connector, tls));
    return connector;
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new StartException("Cannot listen on " + host + ": unknown host (tfaas.host)", e);
    }
  }

  /* The port opens when all models are loaded; that it cannot be had is said before. */
  static InetAddress requireFree(ServerConfig config) {
    InetAddress address = address(config.host());
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, config.port()));
      return address;
    } catch (IOException e) {
      throw cannotListen(config, e);
    }
  }

  /** The failure to open the port, in words that name what to change. */
  static StartException cannotListen(ServerConfig config, Throwable failure) {
    Throwable root = Reasons.root(failure);
    String where = authority(config.host(), config.port());
    String what =
        config.tls().isPresent() && !(root instanceof SocketException)
            ? "with the certificate and key of tfaas.tls"
            : "on " + where;
    return new StartException("Cannot listen " + what + ": " + Reasons.of(root), failure);
  }

  /** The host and port as a URL has them. */
  static String authority(String host, int port) {
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }

  /** The host, or this machine's name for itself where the host stands for all its addresses. */
  static String reachable(String host) {
    return address(host).isAnyLocalAddress() ? "localhost" : host;
  }

  private static void enableTls(Connector connector, TlsConfig tls) {
    connector.setScheme("https");
    connector.setSecure(true);
    set(connector, "SSLEnabled", "true");
    SSLHostConfig host = new SSLHostConfig();
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setCertificateFile(tls.certificate().toAbsolutePath().toString());
    certificate.setCertificateKeyFile(tls.key().toAbsolutePath().toString());
    host.addCertificate(certificate);
    host.setProtocols("TLSv1.2,TLSv1.3");
    tls.clientCa().ifPresent(authorities -> askForCertificates(host, tls, authorities));
    connector.addSslHostConfig(host);
  }

  /* Without authorities no client is asked: the JDK's own would let in whoever bought one. */
  private static void askForCertificates(SSLHostConfig host, TlsConfig tls, Path authorities) {
    host.setTrustStore(Authorities.read(authorities));
    host.setCertificateVerification(
        tls.clientCertificates() == ClientCertificates.NEED ? "required" : "optional");
  }

  private static void set(Connector connector, String property, String value) {
    if (!connector.setProperty(property, value)) {
      throw new IllegalStateException("Tomcat has no connector property " + property);
    }
  }
}
