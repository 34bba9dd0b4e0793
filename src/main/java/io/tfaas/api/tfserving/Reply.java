package io.tfaas.api.tfserving;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** The answer of a call. */
sealed interface Reply permits PredictReply, ClassifyReply, RegressReply {

  /** The version of the model that gave the answer. */
  long version();

  /** Writes the reply's object. */
  void write(JsonGenerator json) throws IOException;
}
