package io.tfaas.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.InvalidInputException;
import io.tfaas.error.InvalidModelException;
import io.tfaas.model.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

  private static final String EXPECTED =
      "The archive holds no model: expected one folder, named as the model, with saved_model.pb,"
          + " with params.json and a graph (*.pb), or with one numbered folder that holds these";
  private static final String NO_FOLDER =
      "The archive holds the files of a model without their folder: pack the folder itself, its"
          + " name is the model's, or give the model's \"name\" in params.json";

  private Path unpacked;

  @BeforeEach
  void makeFolder(@TempDir Path folder) {
    unpacked = folder;
  }

  @Test
  void findsSavedModel() throws IOException {
    write("X/saved_model.pb", "X/variables/variables.index");
    assertThat(Bundle.locate(unpacked)).isEqualTo(bundle("X", "X"));
  }

  @Test
  void findsSavedModelInTextForm() throws IOException {
    write("X/saved_model.pbtxt");
    assertThat(Bundle.locate(unpacked)).isEqualTo(bundle("X", "X"));
  }

  @Test
  void findsGraphWithItsParameters() throws IOException {
    write("X/params.json", "X/tf_model.pb", "X/labels.txt");
    assertThat(Bundle.locate(unpacked)).isEqualTo(bundle("X", "X"));
  }

  @Test
  void findsTheOneVersion() throws IOException {
    write("X/00000123/saved_model.pb");
    assertThat(Bundle.locate(unpacked)).isEqualTo(bundle("X", "X/00000123"));
  }

  @Test
  void findsTheOneVersionOfAGraph() throws IOException {
    write("X/7/params.json", "X/7/model.pb");
    assertThat(Bundle.locate(unpacked)).isEqualTo(bundle("X", "X/7"));
  }

  @Test
  void movesFilesBesideTheVersionIntoIt() throws IOException {
    write("X/1/saved_model.pb", "X/labels.txt", "X/params.json");
    Bundle.locate(unpacked);
    assertThat(unpacked.resolve("X/1/labels.txt")).hasContent("X/labels.txt");
    assertThat(unpacked.resolve("X/1/params.json")).hasContent("X/params.json");
    assertThat(unpacked.resolve("X/labels.txt")).doesNotExist();
  }

  @Test
  void keepsTheFileThatTheVersionHasItself() throws IOException {
    write("X/1/saved_model.pb", "X/1/labels.txt", "X/labels.txt");
    Bundle.locate(unpacked);
    assertThat(unpacked.resolve("X/1/labels.txt")).hasContent("X/1/labels.txt");
  }

  @Test
  void ignoresNumberedFolderWithoutModel() throws IOException {
    write("X/1/saved_model.pb", "X/2/notes.txt");
    assertThat(Bundle.locate(unpacked)).isEqualTo(bundle("X", "X/1"));
  }

  @Test
  void ignoresWhatLiesBesideTheModel() throws IOException {
    write("X/saved_model.pb", "README.md", "doc/index.html");
    assertThat(Bundle.locate(unpacked)).isEqualTo(bundle("X", "X"));
  }

  @Test
  void takesNameOfModelWithoutFolderFromItsParameters() throws IOException {
    write("saved_model.pb", "variables/variables.index");
    Files.writeString(unpacked.resolve("params.json"), "{\"name\": \"cancer\"}");
    assertThat(Bundle.locate(unpacked)).isEqualTo(new Bundle(new ModelName("cancer"), unpacked));
  }

  @Test
  void takesNameOfVersionWithoutFolderFromTheParametersBesideIt() throws IOException {
    write("1/saved_model.pb", "labels.txt");
    Files.writeString(unpacked.resolve("params.json"), "{\"name\": \"cancer\"}");
    assertThat(Bundle.locate(unpacked)).isEqualTo(bundle("cancer", "1"));
    assertThat(unpacked.resolve("1/labels.txt")).hasContent("labels.txt");
  }

  @Test
  void takesNoVersionNumberForTheNameOfAModel() throws IOException {
    write("1/saved_model.pb");
    assertRefused(NO_FOLDER);
  }

  @Test
  void refusesModelWithoutFolderAndParameters() throws IOException {
    write("saved_model.pb");
    assertRefused(NO_FOLDER);
  }

  @Test
  void refusesModelWithoutFolderWhoseParametersHaveNoName() throws IOException {
    write("model.pb");
    Files.writeString(unpacked.resolve("params.json"), "{\"name\": \"\", \"model\": \"model.pb\"}");
    assertRefused(NO_FOLDER);
  }

  @Test
  void refusesParametersThatAreNoJson() throws IOException {
    write("model.pb");
    Files.writeString(unpacked.resolve("params.json"), "{\"name\": ");
    assertRefused("Invalid params.json: it is not JSON");
  }

  @Test
  void refusesParametersThatAreNotUtf8() throws IOException {
    write("model.pb");
    Files.write(unpacked.resolve("params.json"), new byte[] {0, 0, (byte) 0xfe, (byte) 0xff, 1});
    assertRefused("Invalid params.json: it is not JSON");
  }

  @Test
  void refusesParametersNestedWithoutEnd() throws IOException {
    write("model.pb");
    Files.writeString(unpacked.resolve("params.json"), "[".repeat(100_000));
    assertRefused("Invalid params.json: it is not JSON");
  }

  @Test
  void refusesHugeParameters() throws IOException {
    write("model.pb");
    Files.write(unpacked.resolve("params.json"), new byte[(1 << 20) + 1]);
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> Bundle.locate(unpacked))
        .withMessage("'params.json' is larger than 1048576 bytes, the most that is read");
  }

  @Test
  void refusesInvalidNameInParameters() throws IOException {
    write("saved_model.pb");
    Files.writeString(unpacked.resolve("params.json"), "{\"name\": \"../evil\"}");
    assertRefused(
        "Invalid model name '../evil': a name has 1 to 128 characters (at most 255 bytes in UTF-8),"
            + " does not begin with a dot, and holds no '/', no '\\' and no control characters");
  }

  @Test
  void refusesFolderWhoseNameIsNoModelName() throws IOException {
    write(".X/saved_model.pb");
    assertRefused(
        "Invalid model name '.X': a name has 1 to 128 characters (at most 255 bytes in UTF-8), does"
            + " not begin with a dot, and holds no '/', no '\\' and no control characters");
  }

  @Test
  void refusesTwoModels() throws IOException {
    write("X/saved_model.pb", "Y/1/saved_model.pb");
    assertRefused("The archive holds several models: expected one, found 'X', 'Y'");
  }

  @Test
  void refusesSeveralVersions() throws IOException {
    write("X/1/saved_model.pb", "X/2/saved_model.pb");
    assertRefused("The archive holds several versions of 'X': expected one, found '1', '2'");
  }

  @Test
  void refusesModelWithAVersionInIt() throws IOException {
    write("X/saved_model.pb", "X/1/saved_model.pb");
    assertRefused(
        "The archive holds several versions of 'X': expected one, found one in the folder itself and"
            + " '1'");
  }

  @Test
  void refusesModelInAFolderOfAFolder() throws IOException {
    write("export/X/saved_model.pb");
    assertRefused(
        "The model lies too deep, in 'export/X': pack the folder 'X' itself, without the folders"
            + " around it");
  }

  @Test
  void refusesVersionInAFolderOfAFolderOfAFolder() throws IOException {
    write("home/me/X/1/saved_model.pb");
    assertRefused(
        "The model lies too deep, in 'home/me/X': pack the folder 'X' itself, without the folders"
            + " around it");
  }

  @Test
  void refusesArchiveWithoutModelAndTellsWhatItHolds() throws IOException {
    write("X/model.h5", "notes.txt");
    assertRefused(EXPECTED + ", found 'X/', 'notes.txt'");
  }

  @Test
  void refusesGraphWithoutParameters() throws IOException {
    write("X/model.pb");
    assertRefused(EXPECTED + ", found 'X/'");
  }

  @Test
  void refusesEmptyFolder() {
    assertRefused(EXPECTED + ", found nothing");
  }

  @Test
  void refusesLinkAtAnyDepth() throws IOException {
    write("X/saved_model.pb", "X/assets/a.txt");
    Files.createSymbolicLink(unpacked.resolve("X/assets/b.txt"), Path.of("/etc/passwd"));
    assertRefused("Invalid file 'b.txt': a model holds only files and folders");
  }

  @Test
  void takesFolderThatIsMissingForAFailureOfTheDisk() {
    assertThatThrownBy(() -> Bundle.locate(unpacked.resolve("missing")))
        .isInstanceOf(StorageException.class)
        .hasMessage("The server's storage failed");
  }

  private Bundle bundle(String name, String root) {
    return new Bundle(new ModelName(name), unpacked.resolve(root));
  }

  private void write(String... names) throws IOException {
    for (String name : names) {
      Path file = unpacked.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, name);
    }
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Bundle.locate(unpacked))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }
}
