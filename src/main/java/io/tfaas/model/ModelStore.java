package io.tfaas.model;

import java.util.List;
import java.util.Optional;

/** Where models are kept while the server is down. */
public interface ModelStore {

  /** The names of all models, whether they can be served or not. */
  List<ModelName> names();

  /**
   * What there is of a model now; empty where there is none of this name.
   *
   * <p>A version that is there and cannot be looked at is one whose files are changing.
   *
   * @throws io.tfaas.error.InvalidModelException when what is said of it makes no sense
   * @throws io.tfaas.error.UnavailableException when its folder, or what is said of it, cannot be
   *     read now
   */
  Optional<FoundModel> find(ModelName name);

  /**
   * A version of a model, to be loaded.
   *
   * @throws io.tfaas.error.InvalidModelException when what is stored cannot be one
   * @throws io.tfaas.error.UnavailableException when it cannot be read now
   */
  StoredModel read(ModelName name, long version);

  /**
   * Makes a staged model the next version of its name, and that the default model, both at once and
   * for good; the staged one is used up.
   *
   * @throws io.tfaas.error.UnavailableException when the store cannot be written, or the model's
   *     marks not be read, which tell what of it must stay
   * @throws io.tfaas.error.ConflictException when the model lies where nothing is published
   */
  StoredModel publish(StoredModel staged);

  /**
   * Removes all versions of a model, its pin, its labels and that it is unloaded.
   *
   * @return whether there were any
   * @throws io.tfaas.error.ConflictException when the model lies where nothing is removed
   */
  boolean delete(ModelName name);

  /**
   * The model that requests without a name mean, as it was last set; none where that cannot be
   * read.
   */
  Optional<ModelName> defaultModel();

  void defaultModel(ModelName name);

  /**
   * The pin and the labels of a model and whether it is unloaded, as they were last set.
   *
   * @throws io.tfaas.error.UnavailableException when they cannot be read
   */
  VersionMarks marks(ModelName name);

  /**
   * Sets them.
   *
   * @throws io.tfaas.error.UnavailableException when they cannot be written, or what is to be
   *     replaced not be read; it is as it was then
   */
  void marks(ModelName name, VersionMarks marks);
}
