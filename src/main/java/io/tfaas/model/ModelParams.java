package io.tfaas.model;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code params.json} says of a model; every field may be missing there, and is empty then.
 *
 * @param model file name of the graph
 * @param labels file name of the labels
 * @param inputNode node of a frozen graph that takes the input
 * @param outputNode node of a frozen graph that gives the output
 * @param inputName the same for a SavedModel: a name of its signature, or a node
 * @param outputName the same for the output
 * @param imgChannels of the images that the model takes, 1 or 3; 0 where it does not say
 * @param features names of the values of a row, in the model's order
 * @param batching "off" where requests must not be run together; otherwise they are where they can
 * @param maxBatchRows most rows of several requests in one call; 0 for the server's setting
 * @param maxWaitingRows most rows that wait for a call; 0 for the server's setting
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"name", "model", "labels", "op"})
public record ModelParams(
    @JsonProperty("name") String name,
    @JsonProperty("model") String model,
    @JsonProperty("labels") String labels,
    @JsonProperty("op") String op,
    @JsonProperty("input_name") @JsonAlias("inputName") String inputName,
    @JsonProperty("output_name") @JsonAlias("outputName") String outputName,
    @JsonProperty("img_channels") @JsonAlias("imgChannels") int imgChannels,
    @JsonProperty("options") List<String> options,
    @JsonProperty("input_node") @JsonAlias("inputNode") String inputNode,
    @JsonProperty("output_node") @JsonAlias("outputNode") String outputNode,
    @JsonProperty("description") String description,
    @JsonProperty("timestamp") String timestamp,
    @JsonProperty("features") List<String> features,
    @JsonProperty("batching") @JsonInclude(JsonInclude.Include.NON_EMPTY) String batching,
    @JsonProperty("max_batch_rows") @JsonInclude(JsonInclude.Include.NON_DEFAULT) int maxBatchRows,
    @JsonProperty("max_waiting_rows") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        int maxWaitingRows) {

  /** Params that say nothing but the model's name. */
  public static ModelParams named(String name) {
    return new ModelParams(
        name, "", "", "", "", "", 0, List.of(), "", "", "", "", List.of(), "", 0, 0);
  }

  public ModelParams {
    name = orEmpty(name);
    model = orEmpty(model);
    labels = orEmpty(labels);
    op = orEmpty(op);
    inputName = orEmpty(inputName);
    outputName = orEmpty(outputName);
    options = orEmpty(options);
    inputNode = orEmpty(inputNode);
    outputNode = orEmpty(outputNode);
    description = orEmpty(description);
    timestamp = orEmpty(timestamp);
    features = orEmpty(features);
    batching = orEmpty(batching);
  }

  boolean refusesBatching() {
    return batching.equalsIgnoreCase("off") || batching.equalsIgnoreCase("false");
  }

  public ModelParams withName(String newName) {
    return with(newName, model, labels, timestamp);
  }

  /** The params with the file names under which the graph and the labels are stored. */
  public ModelParams withFiles(String graphFile, String labelsFile) {
    return with(name, graphFile, labelsFile, timestamp);
  }

  public ModelParams withTimestamp(String newTimestamp) {
    return with(name, model, labels, newTimestamp);
  }

  /** The params with these limits of calls that are run together. */
  public ModelParams withLimits(int newMaxBatchRows, int newMaxWaitingRows) {
    return new ModelParams(
        name,
        model,
        labels,
        op,
        inputName,
        outputName,
        imgChannels,
        options,
        inputNode,
        outputNode,
        description,
        timestamp,
        features,
        batching,
        newMaxBatchRows,
        newMaxWaitingRows);
  }

  /* The four fields that the server sets; the others stay as they were sent. */
  private ModelParams with(String newName, String newModel, String newLabels, String newTimestamp) {
    return new ModelParams(
        newName,
        newModel,
        newLabels,
        op,
        inputName,
        outputName,
        imgChannels,
        options,
        inputNode,
        outputNode,
        description,
        newTimestamp,
        features,
        batching,
        maxBatchRows,
        maxWaitingRows);
  }

  /* JSON may leave a field out or give null, whatever the declared type says. */
  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null
        ? List.of()
        : list.stream().map((@Nullable String text) -> orEmpty(text)).toList();
  }
}
