package io.tfaas.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Keys and self-signed certificates of tests, made by the JDK's keytool. */
final class Certificates {

  private static final String PASSWORD = "changeit";

  private final Path folder;

  Certificates(Path folder) {
    this.folder = folder;
  }

  /** A key with its certificate, as a store and as PEM files. */
  record Made(KeyStore store, Path certificate, Path key) {

    char[] password() {
      return PASSWORD.toCharArray();
    }
  }

  Made make(String name, String subject) throws Exception {
    Path store = folder.resolve(name + ".p12");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", name, "-dname", subject));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
    command.addAll(List.of("-ext", "san=dns:localhost,ip:127.0.0.1"));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    Program.Result result = new Program(folder, Map.of()).run(command);
    if (result.status() != 0) {
      throw new AssertionError(result.output());
    }
    return read(name, store);
  }

  private Made read(String name, Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream content = Files.newInputStream(file)) {
      store.load(content, PASSWORD.toCharArray());
    }
    return new Made(
        store,
        pem(name + ".crt", "CERTIFICATE", store.getCertificate(name).getEncoded()),
        pem(name + ".key", "PRIVATE KEY", store.getKey(name, PASSWORD.toCharArray()).getEncoded()));
  }

  private Path pem(String name, String type, byte[] content) throws IOException {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(type, Base64.getMimeEncoder().encodeToString(content), type);
    return Files.writeString(folder.resolve(name), text);
  }
}
