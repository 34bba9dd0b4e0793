package io.tfaas.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.tfaas.error.ClientText;
import java.io.CharConversionException;
import java.util.List;
import java.util.Optional;

/** Says what is wrong with a JSON body, without the words of its parser. */
final class JsonFailures {

  private JsonFailures() {}

  /** The sentence for a failure to read JSON; empty for any other, as one to write it. */
  static Optional<String> sentence(Throwable thrown) {
    if (thrown instanceof StreamReadException e) {
      return Optional.of("The body is not valid JSON" + position(e));
    }
    if (thrown instanceof CharConversionException) {
      return Optional.of("The body is not valid JSON: its bytes are no Unicode text");
    }
    if (thrown instanceof StreamConstraintsException e) {
      return Optional.of(
          "The JSON body is nested too deep, has too long a name or number, or too many values"
              + position(e));
    }
    if (thrown instanceof UnrecognizedPropertyException e) {
      String name = ClientText.shown(e.getPropertyName());
      return Optional.of("The JSON body has an unknown field '" + name + "'" + position(e));
    }
    return thrown instanceof JsonMappingException e && isReading(e)
        ? Optional.of("The JSON body has a wrong value" + place(e) + position(e))
        : Optional.empty();
  }

  /* A class that Jackson cannot build at all is the server's defect, whatever the body. */
  private static boolean isReading(JsonMappingException e) {
    return !(e instanceof InvalidDefinitionException)
        && (e instanceof MismatchedInputException
            || e instanceof ValueInstantiationException
            || e.getProcessor() instanceof JsonParser);
  }

  private static String position(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private static String place(JsonMappingException e) {
    List<JsonMappingException.Reference> path = e.getPath();
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference step : path) {
      if (step.getFieldName() == null) {
        place.append('[').append(step.getIndex()).append(']');
      } else {
        place.append(place.length() == 0 ? "" : ".").append(step.getFieldName());
      }
    }
    return place.length() == 0 ? "" : " at " + ClientText.shown(place.toString());
  }
}
