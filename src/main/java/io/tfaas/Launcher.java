package io.tfaas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** The main class of the executable WAR: unpacks the WAR once and runs {@code Main} from there. */
final class Launcher {

  /*
   * This class is alone at the WAR's root, out of reach of the others: one class file, no nested
   * class. Whoever uses an unpacked WAR holds a shared lock on <fingerprint>.lock as long as it
   * runs; whoever unpacks or removes one holds that lock alone.
   */

  private static final int BUFFER_SIZE = 1 << 20;
  private static final int ATTEMPTS = 3;

  /* Held open for the life of the process, and its lock with it. */
  @SuppressWarnings("UnusedVariable")
  private static @Nullable FileChannel lockFile;

  private Launcher() {}

  public static void main(String[] args) throws Throwable {
    Path folder;
    try (JarFile war = new JarFile(location().toFile())) {
      folder = unpackOnce(war);
    } catch (IOException e) {
      System.err.println("tfaas: " + e.getMessage());
      System.exit(2);
      return;
    }
    System.setProperty("io.tfaas.webapp", folder.resolve("webapp").toString());
    setUnlessSet("org.bytedeco.javacpp.cachedir", folder.resolveSibling("natives").toString());
    setUnlessSet("org.bytedeco.javacpp.nopointergc", "true");
    run(folder, args);
  }

  private static Path location() throws IOException {
    try {
      return Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /* The class loader serves until the process ends. */
  @SuppressWarnings("resource")
  private static void run(Path folder, String[] args) throws Throwable {
    List<URL> urls = new ArrayList<>();
    urls.add(url(folder.resolve("classes")));
    for (String name : List.of("lib", "embedded")) {
      try (Stream<Path> jars = Files.list(folder.resolve(name))) {
        for (Path jar : jars.sorted().toList()) {
          urls.add(url(jar));
        }
      }
    }
    ClassLoader loader =
        new URLClassLoader("tfaas", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    try {
      loader
          .loadClass("io.tfaas.Main")
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw Optional.ofNullable(e.getCause()).orElse(e);
    }
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * The folder with the WAR's content: in the folder asked for, else in the cache, else temporary.
   */
  private static Path unpackOnce(JarFile war) throws IOException {
    Optional<String> given =
        Optional.ofNullable(System.getProperty("tfaas.work-dir"))
            .or(() -> Optional.ofNullable(System.getenv("TFAAS_WORK_DIR")))
            .filter(text -> !text.isBlank());
    if (given.isPresent()) {
      return unpackOnce(war, Path.of(given.get()).toAbsolutePath());
    }
    Optional<Path> cache = cache();
    if (cache.isPresent()) {
      try {
        return unpackOnce(war, cache.get());
      } catch (IOException e) {
        // Read-only, full, or without locks: a temporary folder may do better.
      }
    }
    Path work = Files.createTempDirectory("tfaas-");
    System.setProperty("io.tfaas.temporary-work-dir", work.toString());
    return unpackOnce(war, work);
  }

  private static Optional<Path> cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .or(() -> Optional.of(Path.of(System.getProperty("user.home"), ".cache")))
        .filter(Path::isAbsolute)
        .map(path -> path.resolve("tfaas"));
  }

  private static Path unpackOnce(JarFile war, Path work) throws IOException {
    try {
      return lockAndUnpack(war, work);
    } catch (IOException e) {
      throw new IOException("Cannot unpack the WAR into " + work + ": " + e, e);
    }
  }

  private static Path lockAndUnpack(JarFile war, Path work) throws IOException {
    Files.createDirectories(work);
    String name = fingerprint(war);
    Path folder = work.resolve(name);
    FileChannel channel = openLock(work.resolve(name + ".lock"));
    lockFile = channel;
    for (int i = 0; i < ATTEMPTS; i++) {
      FileLock shared = channel.lock(0, Long.MAX_VALUE, true);
      if (isComplete(war, folder)) {
        return folder;
      }
      shared.release();
      FileLock exclusive = channel.lock();
      if (!isComplete(war, folder)) {
        unpack(war, folder);
        removeOthers(work, name);
      }
      exclusive.release();
    }
    throw new IOException("Files keep disappearing from " + folder);
  }

  private static FileChannel openLock(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** A sum over names, sizes and checksums: the same for every copy of the same build. */
  private static String fingerprint(JarFile war) {
    CRC32 sum = new CRC32();
    long size = 0;
    for (ZipEntry entry : war.stream().toList()) {
      sum.update((entry.getName() + '\n' + entry.getCrc() + '\n').getBytes(UTF_8));
      size += entry.getSize();
    }
    return String.format("%x-%08x", size, sum.getValue());
  }

  private static boolean isComplete(JarFile war, Path folder) throws IOException {
    for (ZipEntry entry : war.stream().toList()) {
      Optional<Path> target = target(entry, folder);
      if (target.isPresent()
          && !(Files.isRegularFile(target.get()) && Files.size(target.get()) == entry.getSize())) {
        return false;
      }
    }
    return true;
  }

  private static void unpack(JarFile war, Path folder) throws IOException {
    Path unfinished = folder.resolveSibling(folder.getFileName() + ".new");
    delete(unfinished);
    byte[] buffer = new byte[BUFFER_SIZE];
    for (ZipEntry entry : war.stream().toList()) {
      Optional<Path> target = target(entry, unfinished);
      if (target.isPresent()) {
        Files.createDirectories(unfinished.resolve(target.get()).getParent());
        try (InputStream in = war.getInputStream(entry);
            OutputStream out = Files.newOutputStream(target.get())) {
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
          }
        }
      }
    }
    delete(folder);
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Where an entry goes; empty for folders, and for what only {@code java -jar} needs. */
  private static Optional<Path> target(ZipEntry entry, Path folder) throws IOException {
    String name = entry.getName();
    if (entry.isDirectory() || name.startsWith("META-INF/") || name.startsWith("io/")) {
      return Optional.empty();
    }
    String relative =
        name.matches("WEB-INF/(lib|classes|embedded)/.*")
            ? name.substring("WEB-INF/".length())
            : "webapp/" + name;
    Path target = folder.resolve(relative).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("Entry outside of the WAR: " + name);
    }
    return Optional.of(target);
  }

  /** Removes what other builds left and no process uses; their empty lock files stay. */
  private static void removeOthers(Path work, String name) throws IOException {
    List<Path> locks;
    try (Stream<Path> files = Files.list(work)) {
      locks = files.filter(file -> file.toString().endsWith(".lock")).toList();
    }
    for (Path file : locks) {
      String other = file.getFileName().toString().replaceFirst("\\.lock$", "");
      if (!other.equals(name)) {
        try (FileChannel channel = openLock(file);
            FileLock lock = channel.tryLock()) {
          if (lock != null) {
            delete(work.resolve(other));
            delete(work.resolve(other + ".new"));
          }
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> paths;
      try (Stream<Path> walk = Files.walk(folder)) {
        paths = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : paths) {
        Files.deleteIfExists(path);
      }
    }
  }
}
