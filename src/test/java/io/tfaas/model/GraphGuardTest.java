package io.tfaas.model;

import static io.tfaas.testing.GraphProtos.call;
import static io.tfaas.testing.GraphProtos.function;
import static io.tfaas.testing.GraphProtos.graph;
import static io.tfaas.testing.GraphProtos.metaGraph;
import static io.tfaas.testing.GraphProtos.node;
import static io.tfaas.testing.GraphProtos.signature;
import static io.tfaas.testing.GraphProtos.variable;
import static io.tfaas.testing.GraphProtos.write;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tfaas.error.InvalidModelException;
import io.tfaas.session.SessionConfig;
import io.tfaas.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.ResourceHandleProto;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.VariantTensorDataProto;

final class GraphGuardTest {

  private static final NodeDef X = node("x", "Placeholder");
  private static final NodeDef SAVER = node("saver_filename", "Placeholder");
  private static final NodeDef ASSET = node("asset", "Placeholder");
  private static final NodeDef TABLE = node("table", "HashTableV2");
  private static final FunctionDef RESTORE =
      function(
          "restore",
          List.of("file_prefix"),
          node("names", "Const"),
          node("RestoreV2", "RestoreV2", "file_prefix", "names:output:0", "names:output:0"));
  private static final FunctionDef FILL =
      function(
          "fill",
          List.of("path", "handle"),
          node("init", "InitializeTableFromTextFileV2", "handle", "path"));

  private static void check(MetaGraphDef.Builder metaGraph, String... allowed) {
    try {
      new GraphGuard(Set.of(allowed)).check(metaGraph.build(), ModelParams.named("model"));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AbstractThrowableAssert<?, ?> refusal(MetaGraphDef.Builder metaGraph) {
    return assertThatThrownBy(() -> check(metaGraph)).isInstanceOf(InvalidModelException.class);
  }

  private static MetaGraphDef.Builder serving(List<NodeDef> nodes, FunctionDef... functions) {
    return metaGraph(graph(nodes, functions), "y:0");
  }

  /* Restored by the node 'load', and with tables filled by the node 'init', as exporters do it. */
  private static MetaGraphDef.Builder restored(List<NodeDef> nodes, FunctionDef... functions) {
    MetaGraphDef.Builder metaGraph = serving(nodes, functions);
    metaGraph
        .getSaverDefBuilder()
        .setFilenameTensorName("saver_filename:0")
        .setRestoreOpName("load");
    metaGraph.putSignatureDef("__saved_model_init_op", signature("__saved_model_init_op", "init"));
    metaGraph
        .addAssetFileDefBuilder()
        .setFilename("words.txt")
        .getTensorInfoBuilder()
        .setName("asset:0");
    return metaGraph;
  }

  @Test
  void namesARefusedOperationItsNodeAndWhatToDo() {
    refusal(serving(List.of(X, node("y", "ReadFile", "x"))))
        .hasMessage(
            "The model's graph has operations that this server refuses: 'ReadFile' (node 'y') reads"
                + " or writes files or streams. Export the model without them, or have the operator"
                + " allow 'ReadFile' (tfaas.allowed-operations)");
  }

  @Test
  void findsOneInANestedFunction() {
    FunctionDef outer = function("outer", List.of("a"), call("inner_call", "inner", "a"));
    FunctionDef inner = function("inner", List.of("b"), node("spy", "PyFuncStateless", "b"));

    refusal(serving(List.of(X, call("y", "outer", "x")), outer, inner))
        .hasMessageContaining(
            "'PyFuncStateless' (in function 'inner', node 'spy') runs code that the server cannot"
                + " look into");
  }

  @Test
  void findsOneInAFunctionThatNothingCalls() {
    FunctionDef unused = function("unused", List.of(), node("dial", "DataServiceDatasetV4"));

    refusal(serving(List.of(X, node("y", "Identity", "x")), unused))
        .hasMessageContaining("'DataServiceDatasetV4' (in function 'unused', node 'dial')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReadFile",
        "WriteFile",
        "MatchingFiles",
        "TFRecordDatasetV2",
        "TextLineReaderV2",
        "FixedLengthRecordDatasetV2",
        "PrintV2",
        "EagerPyFunc",
        "PyFunc",
        "XlaCustomCallV2",
        "XlaCallModule",
        "RpcServer",
        "CollectiveReduceV2",
        "Abort",
        "QueueDequeueV2",
        "RecordInput",
        "ImmutableConst",
        "DecodeProtoV2",
        "DatasetFromGraph",
        "SleepDataset",
        "TPUExecute",
        "_Send",
        "LoadAndRemapMatrix",
        "CacheDatasetV2",
        "DebugIdentityV3"
      })
  void refuses(String operation) {
    refusal(serving(List.of(X, node("y", "Identity", "x"), node("z", operation))))
        .hasMessageContaining("'" + operation + "' (node 'z')");
  }

  @Test
  void refusesAnOperationItDoesNotKnow() {
    refusal(serving(List.of(X, node("y", "BigtableReadRows", "x"))))
        .hasMessageContaining("'BigtableReadRows' (node 'y') is unknown to this server");
  }

  @Test
  void aFunctionCannotHideBehindAnOperationsName() {
    FunctionDef inner = function("ReadFile", List.of("a"));

    refusal(serving(List.of(X, node("y", "ReadFile", "x")), inner))
        .hasMessageContaining("'ReadFile' (node 'y')");
  }

  @Test
  void callsAFunctionByItsName() {
    FunctionDef own = function("my_function", List.of("a"));

    assertThatCode(() -> check(serving(List.of(X, node("y", "my_function", "x")), own)))
        .doesNotThrowAnyException();
  }

  @Test
  void letsThroughWhatTheOperatorAllows() {
    MetaGraphDef.Builder model = serving(List.of(X, node("y", "ReadFile", "x")));

    assertThatCode(() -> check(model, "ReadFile")).doesNotThrowAnyException();
  }

  @Test
  void letsEverythingThroughIfTheOperatorSaysSo() {
    MetaGraphDef.Builder model = serving(List.of(X, node("y", "PyFunc", "x")));

    assertThatCode(() -> check(model, "*")).doesNotThrowAnyException();
  }

  @Test
  void tellsOfEightAndCountsTheOthers() {
    List<NodeDef> nodes =
        java.util.stream.IntStream.range(0, 11).mapToObj(i -> node("n" + i, "ReadFile")).toList();

    refusal(serving(nodes)).hasMessageContaining("; and 3 more. Export");
  }

  @Test
  void showsNoControlCharacters() {
    refusal(serving(List.of(node("y\u0007\u202e", "ReadFile")))).hasMessageContaining("node 'y??'");
  }

  @Test
  void variablesAreRestoredFromTheModelsOwnFiles() {
    assertThatCode(
            () ->
                check(
                    restored(
                        List.of(
                            X,
                            node("y", "Identity", "x"),
                            SAVER,
                            call("load", "restore", "saver_filename")),
                        RESTORE)))
        .doesNotThrowAnyException();
  }

  @Test
  void variablesAreNotRestoredFromElsewhere() {
    refusal(
            restored(
                List.of(
                    X,
                    node("y", "Identity", "x"),
                    node("elsewhere", "Const"),
                    call("load", "restore", "elsewhere")),
                RESTORE))
        .hasMessageContaining(
            "'RestoreV2' (in function 'restore', node 'RestoreV2') reads or writes files other than"
                + " the model's own");
  }

  @Test
  void aRequestRestoresNothing() {
    refusal(restored(List.of(SAVER, call("y", "restore", "saver_filename")), RESTORE))
        .hasMessageContaining("'RestoreV2'");
  }

  @Test
  void aRequestSavesNothing() {
    FunctionDef save = function("save", List.of("to"), node("SaveV2", "SaveV2", "to"));

    refusal(restored(List.of(X, call("y", "save", "x")), save)).hasMessageContaining("'SaveV2'");
  }

  @Test
  void savingIsLeftAloneWhereNothingRunsIt() {
    FunctionDef save = function("save", List.of("to"), node("SaveV2", "SaveV2", "to"));

    assertThatCode(
            () ->
                check(
                    restored(
                        List.of(
                            X,
                            node("y", "Identity", "x"),
                            SAVER,
                            call("save_it", "save", "saver_filename")),
                        save)))
        .doesNotThrowAnyException();
  }

  @Test
  void aFunctionThatMayTakeAnothersPlaceCountsAsRun() {
    FunctionDef save =
        function("save", List.of("to"), node("SaveV2", "SaveV2", "to")).toBuilder()
            .putAttr("api_implements", AttrValue.getDefaultInstance())
            .build();

    refusal(restored(List.of(X, node("y", "Identity", "x")), save))
        .hasMessageContaining("'SaveV2'");
  }

  @Test
  void theParamsNodeCountsAsRun() throws IOException {
    MetaGraphDef model =
        serving(List.of(X, node("y", "Identity", "x"), node("z", "RestoreV2", "x"))).build();
    ModelParams params =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readValue("{\"name\": \"m\", \"output_node\": \"z\"}", ModelParams.class);

    assertThatThrownBy(() -> new GraphGuard(Set.of()).check(model, params))
        .hasMessageContaining("'RestoreV2' (node 'z')");
  }

  @Test
  void tablesAreFilledFromTheModelsAssets() {
    assertThatCode(
            () ->
                check(
                    restored(
                        List.of(
                            X,
                            node("y", "Identity", "x"),
                            ASSET,
                            TABLE,
                            call("init", "fill", "asset", "table")),
                        FILL)))
        .doesNotThrowAnyException();
  }

  @Test
  void tablesAreNotFilledFromOtherFiles() {
    refusal(
            restored(
                List.of(
                    X,
                    node("y", "Identity", "x"),
                    node("file", "Const"),
                    TABLE,
                    call("init", "fill", "file", "table")),
                FILL))
        .hasMessageContaining("'InitializeTableFromTextFileV2' (in function 'fill', node 'init')");
  }

  /* As Keras exports it: the asset's name is kept in a variable. */
  private static List<NodeDef> filledByVariable(NodeDef... others) {
    List<NodeDef> nodes =
        new java.util.ArrayList<>(
            List.of(
                X,
                node("y", "Identity", "x"),
                ASSET,
                TABLE,
                variable("v", "v"),
                node("assign", "AssignVariableOp", "v", "asset"),
                node("read", "ReadVariableOp", "v", "^assign"),
                call("init", "fill", "read", "table")));
    nodes.addAll(List.of(others));
    return nodes;
  }

  @Test
  void theNameOfAnAssetMayBeKeptInAVariable() {
    assertThatCode(() -> check(restored(filledByVariable(), FILL))).doesNotThrowAnyException();
  }

  @Test
  void aVariableThatIsAlsoGivenAnotherNameIsNotBelieved() {
    NodeDef other = node("other", "Const");

    refusal(
            restored(
                filledByVariable(other, node("again", "AssignVariableOp", "v", "other")), FILL))
        .hasMessageContaining("'InitializeTableFromTextFileV2'");
  }

  @Test
  void aVariableThatHasASecondHandleIsNotBelieved() {
    refusal(restored(filledByVariable(variable("w", "v")), FILL))
        .hasMessageContaining("'InitializeTableFromTextFileV2'");
  }

  @Test
  void variablesThatAreAssignedFromOneAnotherAreNotBelieved() {
    List<NodeDef> nodes =
        filledByVariable(
            variable("w", "w"),
            node("read_v", "ReadVariableOp", "v"),
            node("read_w", "ReadVariableOp", "w"),
            node("assign_w", "AssignVariableOp", "w", "read_v"),
            node("again", "AssignVariableOp", "v", "read_w"));

    refusal(restored(nodes, FILL)).hasMessageContaining("'InitializeTableFromTextFileV2'");
  }

  @Test
  void callsThatGoTooDeepAreNotBelieved() {
    List<FunctionDef> functions = new java.util.ArrayList<>();
    for (int level = 0; level < 100; level++) {
      functions.add(
          function(
              "f" + level,
              List.of("a"),
              call("c", level < 99 ? "f" + (level + 1) : "restore", "a")));
    }
    functions.add(RESTORE);
    MetaGraphDef.Builder model =
        restored(
            List.of(X, node("y", "Identity", "x"), SAVER, call("load", "f0", "saver_filename")),
            functions.toArray(FunctionDef[]::new));

    refusal(model).hasMessageContaining("'RestoreV2'");
  }

  @Test
  void theGradientOfAFunctionCountsAsRun() {
    FunctionDef plain = function("plain", List.of("a"));
    MetaGraphDef.Builder model =
        restored(
            List.of(X, node("y", "Identity", "x"), call("init", "plain", "x")), plain, RESTORE);
    model
        .getGraphDefBuilder()
        .getLibraryBuilder()
        .addGradientBuilder()
        .setFunctionName("plain")
        .setGradientFunc("restore");

    refusal(model).hasMessageContaining("'RestoreV2'");
  }

  /* Each function calls the next with every argument left out in turn: 2 to the 20th ways in all. */
  @Test
  void callsThatCannotAllBeFollowedAreNotBelieved() {
    List<String> arguments =
        java.util.stream.IntStream.range(0, 20).mapToObj(i -> "a" + i).toList();
    List<FunctionDef> functions = new java.util.ArrayList<>();
    for (int level = 0; level < 20; level++) {
      List<NodeDef> calls = new java.util.ArrayList<>();
      for (int left = 0; left < 20; left++) {
        String[] inputs = arguments.toArray(String[]::new);
        inputs[left] = "none:output:0";
        calls.add(call("c" + left, "f" + (level + 1), inputs));
      }
      calls.add(node("none", "Const"));
      functions.add(function("f" + level, arguments, calls.toArray(NodeDef[]::new)));
    }
    functions.add(RESTORE);
    String[] prefixes = java.util.Collections.nCopies(20, "saver_filename").toArray(String[]::new);
    MetaGraphDef.Builder model =
        restored(
            List.of(
                X,
                node("y", "Identity", "x"),
                SAVER,
                call("many", "f0", prefixes),
                call("load", "restore", "saver_filename", "^many")),
            functions.toArray(FunctionDef[]::new));

    refusal(model).hasMessageContaining("'RestoreV2'");
  }

  @Test
  void aVariableThatAFunctionGetsIsNotBelieved() {
    FunctionDef writer = function("writer", List.of("handle"));

    refusal(restored(filledByVariable(call("write", "writer", "v")), FILL, writer))
        .hasMessageContaining("'InitializeTableFromTextFileV2'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../other/words.txt", "a/../../b", "..", ""})
  void refusesAssetsOutsideTheirFolder(String name) {
    MetaGraphDef.Builder model = restored(List.of(X, node("y", "Identity", "x"), ASSET));
    model.getAssetFileDefBuilder(0).setFilename(name);

    refusal(model).hasMessage("The model's asset '" + name + "' is no file in its folder 'assets'");
  }

  @Test
  void looksAtEveryGraphThatTensorFlowMightTake(@TempDir Path folder) {
    MetaGraphDef.Builder hidden = serving(List.of(node("y", "ReadFile")));
    hidden.getMetaInfoDefBuilder().addTags("serve");
    write(folder, hidden.build(), serving(List.of(X, node("y", "Identity", "x"))).build());

    assertThatThrownBy(() -> load(folder)).hasMessageContaining("'ReadFile' (node 'y')");
  }

  @Test
  void refusesASecondFormOfTheModel(@TempDir Path folder) throws IOException {
    write(folder, serving(List.of(X, node("y", "Identity", "x"))).build());
    Files.createFile(folder.resolve("saved_model.cpb"));

    assertThatThrownBy(() -> load(folder))
        .hasMessage(
            "The model has a saved_model.cpb beside its saved_model.pb; send only the latter");
  }

  /* TensorFlow is given tags as C strings: of these it would take the second graph. */
  @Test
  void aTagThatTensorFlowWouldReadOtherwiseIsRefused(@TempDir Path folder) {
    MetaGraphDef.Builder hidden = serving(List.of(node("y", "ReadFile")));
    hidden.getMetaInfoDefBuilder().addTags("a");
    MetaGraphDef.Builder shown = serving(List.of(X, node("y", "Identity", "x")));
    shown.getMetaInfoDefBuilder().addTags("a\0b");
    write(folder, shown.build(), hidden.build());

    assertThatThrownBy(() -> load(folder))
        .hasMessage(
            "The SavedModel's graph for serving has a tag that is not printable ASCII; export it"
                + " with the tag 'serve' alone");
  }

  /* And names of nodes. */
  @Test
  void aNodeThatTensorFlowWouldReadOtherwiseIsNone(@TempDir Path folder) {
    AttrValue type = AttrValue.newBuilder().setType(DataType.DT_FLOAT).build();
    NodeDef x = X.toBuilder().putAttr("dtype", type).build();
    MetaGraphDef.Builder model = metaGraph(graph(List.of(x)), "x\0:0");
    SignatureDef.Builder typed = model.getSignatureDefOrThrow("serving_default").toBuilder();
    typed.putOutputs(
        "y", typed.getOutputsOrThrow("y").toBuilder().setDtype(DataType.DT_FLOAT).build());
    model.putSignatureDef("serving_default", typed.build());
    write(folder, model.build());

    assertThatThrownBy(() -> load(folder)).hasMessage("The graph has no node 'x\0:0'");
  }

  @Test
  void theFunctionThatAnArgumentDefaultsToCountsAsRun() {
    FunctionDef.Builder chooser = function("chooser", List.of("a")).toBuilder();
    chooser
        .getSignatureBuilder()
        .addAttrBuilder()
        .setName("f")
        .setDefaultValue(
            AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName("restore")));

    refusal(
            restored(
                List.of(X, SAVER, call("y", "chooser", "saver_filename")),
                chooser.build(),
                RESTORE))
        .hasMessageContaining("'RestoreV2'");
  }

  private static NodeDef constant(TensorProto.Builder value) {
    return node("handle", "Const").toBuilder()
        .putAttr("value", AttrValue.newBuilder().setTensor(value).build())
        .build();
  }

  @Test
  void theHandleOfAResourceIsNoConstant() {
    TensorProto.Builder handle =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_RESOURCE)
            .addResourceHandleVal(ResourceHandleProto.newBuilder().setName("v"));

    refusal(serving(List.of(X, node("y", "Identity", "x"), constant(handle))))
        .hasMessage(
            "The model's graph has a constant that this server refuses: 'Const' (node 'handle')"
                + " holds the handle of a resource, which no exporter writes");
  }

  @Test
  void theHandleOfAResourceIsNotHiddenInAVariant() {
    TensorProto.Builder variant =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_VARIANT)
            .addVariantVal(
                VariantTensorDataProto.newBuilder()
                    .addTensors(TensorProto.newBuilder().setDtype(DataType.DT_RESOURCE)));

    refusal(serving(List.of(X, node("y", "Identity", "x"), constant(variant))))
        .hasMessageContaining("holds the handle of a resource");
  }

  @ParameterizedTest
  @EnumSource(names = {"DT_RESOURCE", "DT_VARIANT"})
  void theHandleOfAResourceIsNotMadeOfBytes(DataType type) {
    NodeDef parsed =
        node("y", "ParseTensor", "x").toBuilder()
            .putAttr("out_type", AttrValue.newBuilder().setType(type).build())
            .build();

    refusal(serving(List.of(X, parsed))).hasMessageContaining("'ParseTensor' (node 'y')");
  }

  @Test
  void numbersMayBeMadeOfBytes() {
    NodeDef parsed =
        node("y", "ParseTensor", "x").toBuilder()
            .putAttr("out_type", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
            .build();

    assertThatCode(() -> check(serving(List.of(X, parsed)))).doesNotThrowAnyException();
  }

  @Test
  void theHandleOfAResourceIsNoDefaultOfAFunction() {
    FunctionDef.Builder own = function("own", List.of("a")).toBuilder();
    own.getSignatureBuilder()
        .addAttrBuilder()
        .setName("value")
        .getDefaultValueBuilder()
        .getTensorBuilder()
        .setDtype(DataType.DT_RESOURCE);

    refusal(serving(List.of(X, call("y", "own", "x")), own.build()))
        .hasMessageContaining("'Const' (in function 'own', node 'own')");
  }

  private static void load(Path folder) {
    new ModelLoader(SessionConfig.ofThreads(1, -1), false)
        .load(
            new StoredModel(
                new ModelName("model"), 1, folder, ModelParams.named("model"), List.of()))
        .release();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cancer/1",
        "digits/1",
        "half_plus_two/1",
        "hep42/1",
        "multi/1",
        "no_variables/1",
        "not_a_number/1",
        "slow/1",
        "text/1",
        "types/1"
      })
  void letsTheSamplesThrough(String sample) throws IOException {
    MetaGraphDef model =
        SavedModel.parseFrom(Samples.bytes(sample + "/saved_model.pb")).getMetaGraphs(0);

    assertThatCode(() -> check(model.toBuilder())).doesNotThrowAnyException();
  }
}
