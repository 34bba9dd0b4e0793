package io.tfaas.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.tfaas.proto.DataFrame;
import io.tfaas.proto.Row;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

/** Frames of rows, written in either form, are read as the same. */
final class ProtobufLawsTest {

  private static final ProtobufProvider PROVIDER =
      new ProtobufProvider(10, List.of(Row.getDefaultInstance(), DataFrame.getDefaultInstance()));

  @Property
  void framesReadBackInBothForms(
      @ForAll List<@StringLength(max = 20) String> keys, @ForAll float[] values)
      throws IOException {
    Row.Builder row = Row.newBuilder().setModel("m");
    keys.forEach(key -> row.addKey(text(key)));
    for (float value : values) {
      row.addValue(value);
    }
    DataFrame frame = DataFrame.newBuilder().addRow(row).addRow(Row.getDefaultInstance()).build();
    assertThat(readBack(frame, MediaType.valueOf("application/x-protobuf"))).isEqualTo(frame);
    assertThat(readBack(frame, MediaType.APPLICATION_JSON_TYPE)).isEqualTo(frame);
  }

  /* A half of a surrogate pair is no text, and protobuf has text only. */
  private static String text(String any) {
    return any.replaceAll("\\p{Cs}", "?");
  }

  @SuppressWarnings("unchecked")
  private static Message readBack(DataFrame frame, MediaType media) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PROVIDER.writeTo(
        frame,
        DataFrame.class,
        DataFrame.class,
        new Annotation[0],
        media,
        new MultivaluedHashMap<>(),
        written);
    return PROVIDER.readFrom(
        (Class<Message>) (Class<?>) DataFrame.class,
        DataFrame.class,
        new Annotation[0],
        media,
        new MultivaluedHashMap<>(),
        new ByteArrayInputStream(written.toByteArray()));
  }
}
