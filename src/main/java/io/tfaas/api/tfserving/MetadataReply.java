package io.tfaas.api.tfserving;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.tfaas.model.ModelVersion;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** A version's signatures in the JSON form of their protobuf messages. */
record MetadataReply(@JsonProperty("model_spec") ModelSpec modelSpec, Metadata metadata) {

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .includingDefaultValueFields()
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace();

  record ModelSpec(
      String name, @JsonProperty("signature_name") String signatureName, String version) {}

  record Metadata(@JsonProperty("signature_def") SignatureDefMap signatureDef) {}

  record SignatureDefMap(@JsonProperty("signature_def") Map<String, Definition> definitions) {}

  /** JSON as it stands. */
  record Definition(@JsonRawValue @JsonValue String json) {

    static Definition of(Message message) {
      try {
        return new Definition(PRINTER.print(message));
      } catch (InvalidProtocolBufferException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static MetadataReply of(ModelVersion version) {
    Map<String, Definition> definitions = new TreeMap<>();
    version.definitions().forEach((name, message) -> definitions.put(name, Definition.of(message)));
    return new MetadataReply(
        new ModelSpec(version.name().value(), "", Long.toString(version.number())),
        new Metadata(new SignatureDefMap(definitions)));
  }
}
