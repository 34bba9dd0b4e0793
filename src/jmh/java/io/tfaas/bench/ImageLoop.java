package io.tfaas.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Images a second without a server: threads that each decode a batch and run the model. */
public final class ImageLoop {

  private ImageLoop() {}

  /**
   * Prints a line as {@link TimedLoop} does; a request is an image, the times are those of a batch.
   *
   * @param args folder of the SavedModel, folder with images, images a batch, threads, seconds to
   *     warm up, seconds to measure
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    List<byte[]> images = images(Path.of(args[1]));
    int batch = Integer.parseInt(args[2]);
    AtomicInteger next = new AtomicInteger();
    try (DigitsModel model = new DigitsModel(Path.of(args[0]))) {
      new TimedLoop(
              () -> model.classify(some(images, batch, next.getAndIncrement())),
              Integer.parseInt(args[3]))
          .print(batch, Long.parseLong(args[4]), Long.parseLong(args[5]));
    }
  }

  private static List<byte[]> some(List<byte[]> images, int batch, int turn) {
    List<byte[]> some = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      some.add(images.get(Math.floorMod(turn * batch + i, images.size())));
    }
    return some;
  }

  private static List<byte[]> images(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("digit_"))
          .sorted()
          .map(ImageLoop::read)
          .toList();
    }
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
