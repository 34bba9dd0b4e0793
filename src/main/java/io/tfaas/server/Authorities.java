package io.tfaas.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/** The authorities of clients' certificates, from a PEM file. */
final class Authorities {

  private Authorities() {}

  /**
   * Reads all certificates of the file.
   *
   * @throws StartException when it cannot be read, or has none
   */
  static KeyStore read(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(content);
      if (found.isEmpty()) {
        throw new StartException("No certificate in " + file + " (tfaas.tls.client-ca)");
      }
      KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
      authorities.load(null, null);
      for (Certificate authority : found) {
        authorities.setCertificateEntry("authority-" + authorities.size(), authority);
      }
      return authorities;
    } catch (IOException | GeneralSecurityException e) {
      throw new StartException(
          "Cannot read the certificates in " + file + " (tfaas.tls.client-ca): " + Reasons.of(e),
          e);
    }
  }
}
