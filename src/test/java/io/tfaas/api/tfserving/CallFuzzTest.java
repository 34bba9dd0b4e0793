package io.tfaas.api.tfserving;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.tfaas.error.ServingException;
import io.tfaas.inference.CallTerms;
import io.tfaas.testing.ReaderLaws;
import io.tfaas.testing.ServedSamples;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;

/** Bodies of {@code /v1} from the first byte to the reply, through real models. */
final class CallFuzzTest {

  private static final ServedSamples MODELS = new ServedSamples("types", "cancer", "multi");
  private static final Calls CALLS = new Calls(MODELS.predictor(), new JsonReader(300));
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  @AfterAll
  static void close() {
    MODELS.close();
  }

  @FuzzTest(maxDuration = "10s")
  void predict(byte[] body) throws Exception {
    ReaderLaws.hold(body, () -> reply(CALLS.predict(MODELS.lease("types"), body, CallTerms.NONE)));
  }

  @FuzzTest(maxDuration = "10s")
  void predictOfSeveralInputs(byte[] body) throws Exception {
    ReaderLaws.hold(body, () -> reply(CALLS.predict(MODELS.lease("multi"), body, CallTerms.NONE)));
  }

  @FuzzTest(maxDuration = "10s")
  void classifyAndRegress(byte[] body) throws Exception {
    ReaderLaws.hold(
        body, () -> reply(CALLS.classify(MODELS.lease("cancer"), body, CallTerms.NONE)));
    ReaderLaws.hold(body, () -> reply(CALLS.regress(MODELS.lease("cancer"), body, CallTerms.NONE)));
  }

  private static Reply reply(CompletionStage<Reply> answer) throws IOException {
    try {
      Reply reply = answer.toCompletableFuture().join();
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      new ReplyWriter()
          .writeTo(
              reply,
              Reply.class,
              Reply.class,
              new Annotation[0],
              MediaType.APPLICATION_JSON_TYPE,
              new MultivaluedHashMap<>(),
              text);
      requireJson(text.toByteArray());
      return reply;
    } catch (CompletionException e) {
      throw e.getCause() instanceof ServingException refusal ? refusal : e;
    }
  }

  private static void requireJson(byte[] text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      parser.skipChildren();
      assertThat(parser.nextToken()).isNull();
    }
  }
}
