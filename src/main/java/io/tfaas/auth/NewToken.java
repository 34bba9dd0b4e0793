package io.tfaas.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tfaas.error.ConflictException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes tokens; what is stored of one is its hash. */
public final class NewToken {

  private static final String PREFIX = "tfaas_";
  private static final int RANDOM_BYTES = 32;

  private NewToken() {}

  /**
   * Makes a token and adds its hash to the file, which only its owner can read where it is made
   * here.
   *
   * @return the token, which nobody can tell again
   * @throws IllegalArgumentException when the name is none
   * @throws ConflictException when the file has a token of this name
   */
  public static String add(Path file, String name, Grants grants) throws IOException {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    TokenHash entry = TokenHash.of(name, token, grants);
    if (TokenFile.read(file).stream().anyMatch(known -> known.name().equals(name))) {
      throw new ConflictException(
          "There is a token named '" + name + "'; take its line out of " + file + " first");
    }
    create(file);
    append(file, entry);
    return token;
  }

  /** Whether the file has any token. */
  public static boolean isAny(Path file) {
    return !TokenFile.read(file).isEmpty();
  }

  private static void create(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    boolean posix =
        Files.getFileStore(folder == null ? file : folder).supportsFileAttributeView("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(file, attributes);
    } catch (FileAlreadyExistsException e) {
      // Its permissions are its owner's choice.
    }
  }

  private static void append(Path file, TokenHash entry) throws IOException {
    byte[] all = Files.readAllBytes(file);
    String gap = all.length > 0 && all[all.length - 1] != '\n' ? "\n" : "";
    ByteBuffer line = ByteBuffer.wrap((gap + entry.line() + "\n").getBytes(UTF_8));
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.APPEND)) {
      while (line.hasRemaining()) {
        out.write(line);
      }
      out.force(true);
    }
  }
}
