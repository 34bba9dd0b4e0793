package io.tfaas.repository;

import io.tfaas.error.ConflictException;
import io.tfaas.error.InvalidInputException;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.ServingException;
import io.tfaas.error.UnavailableException;
import io.tfaas.model.FoundModel;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelStore;
import io.tfaas.model.StoredModel;
import io.tfaas.model.VersionMarks;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The model folder, and the folders that a model config file names. Read in place, as {@link
 * ModelFolder} says. Written, in the model folder only: {@code <name>/<integer>/} with params and
 * labels inside, each version by one rename out of {@code .tfaas/staging}.
 */
public final class ModelRepository implements ModelStore {

  private static final Logger LOG = System.getLogger(ModelRepository.class.getName());
  static final String OWN_FOLDER = ".tfaas";

  private final Path root;
  private final Path staging;
  private final StateFiles state;
  private final ServingConfigFile configFile;
  private final Trees trees;
  private final Trash trash;
  private final StoreFailures failures;
  private final int keptVersions;

  /**
   * Opens the folder, makes it where it is missing, and sweeps what an earlier crash left in
   * staging. One that is there and cannot be written is read.
   *
   * @param configFile names models that lie elsewhere, and says more of those that lie here
   * @param keptVersions uploaded versions kept of a model, the served one included
   * @throws UnavailableException when the folder cannot be made, or the file not read
   */
  public ModelRepository(Path root, Optional<Path> configFile, int keptVersions) {
    this(root, configFile, keptVersions, DiskSteps.SYSTEM);
  }

  ModelRepository(Path root, Optional<Path> configFile, int keptVersions, DiskSteps steps) {
    this.root = root.toAbsolutePath().normalize();
    this.staging = this.root.resolve(OWN_FOLDER).resolve("staging");
    this.trees = new Trees(steps);
    this.trash = new Trash(staging, trees);
    this.failures = new StoreFailures(staging);
    this.keptVersions = keptVersions;
    this.configFile = new ServingConfigFile(configFile);
    this.state = new StateFiles(this.root.resolve(OWN_FOLDER), staging, trees);
    try {
      trees.delete(staging);
      Files.createDirectories(staging);
      Files.createDirectories(this.root.resolve(OWN_FOLDER).resolve("versions"));
      trees.syncFolder(this.root.resolve(OWN_FOLDER));
      trees.syncFolder(this.root);
      state.settleDefault(this::isPublished);
    } catch (IOException e) {
      if (!Files.isDirectory(this.root)) {
        throw new UnavailableException("The model folder " + root + " cannot be made", e);
      }
      LOG.log(
          Level.WARNING,
          "The model folder {0} cannot be written ({1}): its models are served, and changes of them"
              + " are refused",
          root,
          e.getClass().getSimpleName());
    }
  }

  private boolean isPublished(Path version) {
    return OnDisk.mayBeFolder(root.resolve(version));
  }

  /**
   * A new staging place, on the file system of the models; closing it removes what is left there.
   */
  public Staging stage() {
    try {
      Path place = Files.createDirectories(staging.resolve(UUID.randomUUID().toString()));
      return new Staging(place, trees);
    } catch (IOException e) {
      throw failures.ofChange(e);
    }
  }

  @Override
  public List<ModelName> names() {
    configFile.refresh();
    try {
      Stream<ModelName> here =
          OnDisk.in(root).stream()
              .filter(OnDisk::mayBeFolder)
              .map(folder -> String.valueOf(folder.getFileName()))
              .filter(ModelName::isValid)
              .map(ModelName::new);
      return Stream.concat(here, configFile.models().keySet().stream())
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      throw failures.unavailable(e);
    }
  }

  @Override
  public Optional<FoundModel> find(ModelName name) {
    ModelPlace place = place(name);
    boolean known = configFile.models().containsKey(name) || OnDisk.mayBeFolder(place.folder());
    return known ? Optional.of(ModelFolder.of(place).found()) : Optional.empty();
  }

  @Override
  public StoredModel read(ModelName name, long version) {
    return ModelFolder.of(place(name)).read(version);
  }

  private ModelPlace place(ModelName name) {
    ModelPlace configured = configFile.models().get(name);
    return configured == null ? ModelPlace.of(name, folder(name)) : configured;
  }

  /* Where the model lies, if the server may write there. */
  private Path ownFolder(ModelName name) {
    Path folder = folder(name);
    if (!place(name).folder().equals(folder)) {
      throw new ConflictException(
          "Model '%s' is one of the model config file; change it where its files are"
              .formatted(name));
    }
    return folder;
  }

  @Override
  public StoredModel publish(StoredModel staged) {
    Path folder = ownFolder(staged.name());
    try {
      ModelFiles.writeParams(
          staged.folder(),
          staged.params().timestamp().isEmpty()
              ? staged.params().withTimestamp(Instant.now().toString())
              : staged.params());
      trees.sync(staged.folder());
      Path place = publish(staged, folder);
      prune(staged.name());
      return described(staged, place);
    } catch (IOException e) {
      throw failures.ofChange(e);
    }
  }

  /* Two at a time would not know each other's default. */
  private synchronized Path publish(StoredModel staged, Path folder) throws IOException {
    ModelName name = staged.name();
    boolean first = !OnDisk.mayBeFolder(folder);
    if (first) {
      /* They were those of a model that is gone. */
      prepare(() -> state.forget(name));
    }
    /* They tell which of the older versions stay. */
    requireMarks(name);
    long number = first ? 1 : nextNumber(folder);
    Optional<ModelName> earlier = state.defaultModel(this::isPublished);
    try {
      prepare(() -> state.comingDefault(earlier, name, number));
      if (first) {
        publishFirst(staged.folder(), folder);
      } else {
        trees.move(staged.folder(), folder.resolve("" + number));
      }
    } catch (UnsyncedException e) {
      /* The default's file goes on to name both: what is found on disk decides. */
      throw e;
    } catch (IOException | RuntimeException e) {
      settleDefault(earlier);
      throw e;
    }
    settleDefault(Optional.of(name));
    return folder.resolve("" + number);
  }

  private interface Preparation {
    void make() throws IOException;
  }

  /* Nothing that was there is changed by it, whether the disk keeps it or not. */
  private static void prepare(Preparation preparation) throws IOException {
    try {
      preparation.make();
    } catch (UnsyncedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void requireMarks(ModelName name) {
    marks(name);
  }

  private static long nextNumber(Path folder) throws IOException {
    return VersionFolders.of(folder).highest(ModelFiles.mayBeModel(folder) ? 1 : 0) + 1;
  }

  /* The model's folder comes with its first version, never empty. */
  private void publishFirst(Path version, Path folder) throws IOException {
    Path whole = Files.createDirectory(staging.resolve(UUID.randomUUID().toString()));
    try {
      prepare(() -> trees.move(version, whole.resolve("1")));
      trees.move(whole, folder);
    } finally {
      trees.delete(whole);
    }
  }

  /* What the file says already means the same for now. */
  private void settleDefault(Optional<ModelName> name) {
    try {
      state.defaultModel(name);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The default model's file could not be written again", e);
    }
  }

  /* It is published by now: what cannot be read beside it is no failure of it. */
  private static StoredModel described(StoredModel staged, Path place) {
    long number = Long.parseLong(place.getFileName().toString());
    try {
      return ModelFiles.describe(staged.name(), number, place);
    } catch (IOException | ServingException e) {
      return new StoredModel(staged.name(), number, place, staged.params(), staged.labels());
    }
  }

  /* The version is published by now: what happens to older ones must not make it fail. */
  private void prune(ModelName name) {
    try {
      ModelPlace place = place(name);
      VersionMarks marks = marks(name);
      trash.prune(
          ModelFolder.of(place),
          keptVersions,
          number -> marks.contain(number) || place.labels().containsValue(number));
    } catch (IOException | ServingException e) {
      LOG.log(Level.WARNING, "Older versions of a model could not be removed", e);
    }
  }

  @Override
  public boolean delete(ModelName name) {
    Path folder = ownFolder(name);
    if (!OnDisk.mayBeFolder(folder)) {
      return false;
    }
    try {
      trash.discard(folder);
    } catch (IOException e) {
      throw failures.ofChange(e);
    }
    forget(name);
    return true;
  }

  /* The model is gone by now; what is left of its choices means nothing without it. */
  private synchronized void forget(ModelName name) {
    try {
      state.forget(name);
      if (state.defaultModel(this::isPublished).filter(name::equals).isPresent()) {
        state.defaultModel(Optional.empty());
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The choices for a model that was deleted are left", e);
    }
  }

  @Override
  public Optional<ModelName> defaultModel() {
    try {
      return state
          .defaultModel(this::isPublished)
          .filter(name -> OnDisk.mayBeFolder(place(name).folder()));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The default model's file cannot be read, so there is none now", e);
      return Optional.empty();
    }
  }

  @Override
  public synchronized void defaultModel(ModelName name) {
    try {
      state.defaultModel(Optional.of(name));
    } catch (IOException e) {
      throw failures.ofChange(e);
    }
  }

  @Override
  public VersionMarks marks(ModelName name) {
    try {
      VersionMarks marks = state.marks(name);
      failures.endWithoutMarks(name);
      return marks;
    } catch (IOException e) {
      throw failures.withoutMarks(name, e);
    }
  }

  @Override
  public void marks(ModelName name, VersionMarks marks) {
    try {
      state.marks(name, marks);
    } catch (IOException e) {
      throw failures.ofChange(e);
    }
  }

  /**
   * The files of a stored version, paths relative to its folder, in order.
   *
   * @throws NotFoundException when the model is gone
   * @throws UnavailableException when its files cannot be read now
   */
  public List<String> files(StoredModel stored) {
    try {
      return ModelFiles.names(stored.folder());
    } catch (IOException e) {
      throw failures.unreadable(place(stored.name()), e);
    }
  }

  /**
   * Opens one of the files of a stored version; the caller closes it.
   *
   * @param file as {@link #files} has it; empty for the graph
   * @throws NotFoundException when the file is none of these, or the model is gone
   * @throws UnavailableException when its files cannot be read now
   */
  public OpenFile open(StoredModel stored, Optional<String> file) {
    try {
      List<String> names = ModelFiles.names(stored.folder());
      String name =
          file.or(() -> ModelFiles.graph(stored, names))
              .filter(names::contains)
              .orElseThrow(
                  () ->
                      new NotFoundException(
                          "Model '%s' has no such file".formatted(stored.name())));
      return OpenFile.of(stored.folder().resolve(name));
    } catch (IOException e) {
      throw failures.unreadable(place(stored.name()), e);
    }
  }

  private Path folder(ModelName name) {
    try {
      return root.resolve(name.value());
    } catch (InvalidPathException e) {
      throw new InvalidInputException(
          "The server's file names cannot hold the name '"
              + name
              + "': choose one in ASCII, or start the server in a UTF-8 locale such as C.UTF-8",
          e);
    }
  }
}
