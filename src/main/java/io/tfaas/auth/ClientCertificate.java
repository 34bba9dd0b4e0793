package io.tfaas.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tfaas.error.UnavailableException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that the TLS of the server has checked. A file tells the roles of subjects, a
 * line each: roles, subject; the subject {@code *} is anyone's. Subjects can be added and taken
 * away while the server runs.
 */
final class ClientCertificate implements Credential {

  /* What every servlet container calls it. */
  private static final String PROPERTY = "jakarta.servlet.request.X509Certificate";

  /**
   * @param subject null for any
   */
  private record Entry(@Nullable X500Principal subject, Grants grants) {

    static Entry parse(String line) {
      String[] parts = line.split("\\s+", 2);
      if (parts.length < 2) {
        throw new IllegalArgumentException("expected ROLES SUBJECT");
      }
      return new Entry(
          parts[1].equals("*") ? null : new X500Principal(parts[1]), Grants.parse(parts[0]));
    }

    boolean isOf(X500Principal other) {
      return subject == null || subject.equals(other);
    }
  }

  private final FollowedFile<Entry> subjects;

  /**
   * Reads the file.
   *
   * @throws UnavailableException when it cannot be read, or a line is malformed
   */
  ClientCertificate(Path file) {
    this.subjects = new FollowedFile<>(file, ClientCertificate::read, Ticker.systemTicker());
  }

  private static List<Entry> read(Path file) {
    try {
      return Lines.read(file, Files.readString(file, UTF_8), Entry::parse);
    } catch (IOException e) {
      throw new UnavailableException("The certificates file " + file + " cannot be read", e);
    }
  }

  @Override
  public Optional<Caller> find(ContainerRequestContext request) {
    if (!(request.getProperty(PROPERTY) instanceof X509Certificate[] chain) || chain.length == 0) {
      return Optional.empty();
    }
    X500Principal subject = chain[0].getSubjectX500Principal();
    Grants grants = Grants.NONE;
    for (Entry entry : subjects.entries()) {
      grants = entry.isOf(subject) ? grants.and(entry.grants()) : grants;
    }
    return Optional.of(new Caller(subject.getName(), Caller.Way.CERTIFICATE, grants));
  }
}
