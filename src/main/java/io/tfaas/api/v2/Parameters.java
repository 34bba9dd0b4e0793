package io.tfaas.api.v2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The {@code parameters} of a request, an input or an output: strings, numbers and truth values by
 * name. Those that nothing asks for are ignored.
 *
 * @param owner for messages, such as {@code The request}
 */
record Parameters(String owner, Map<String, Object> values) {

  Parameters {
    values = Map.copyOf(values);
  }

  static Parameters none(String owner) {
    return new Parameters(owner, Map.of());
  }

  /**
   * Reads the parameters that the parser stands at; null is none.
   *
   * @throws InvalidInputException when they are no object, or a value is an array or an object
   */
  static Parameters read(JsonParser json, String owner) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return none(owner);
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new InvalidInputException(owner + " has 'parameters' that are not a JSON object");
    }
    Map<String, Object> values = new HashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (token != JsonToken.VALUE_NULL) {
        values.put(name, value(json, owner, name));
      }
    }
    return new Parameters(owner, values);
  }

  private static Object value(JsonParser json, String owner, String name) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? (Object) json.getDoubleValue()
              : (Object) json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      default ->
          throw new InvalidInputException(
              "%s has a parameter '%s' that is neither a string, a number nor true or false"
                  .formatted(owner, ClientText.shown(name)));
    };
  }

  /**
   * A truth value; false where it is not given.
   *
   * @throws InvalidInputException when it is another kind of value
   */
  boolean flag(String name) {
    Object value = values.getOrDefault(name, false);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new InvalidInputException(
        "%s has a parameter '%s' that is not true or false".formatted(owner, name));
  }

  /**
   * A whole number of 0 or more.
   *
   * @throws InvalidInputException when it is anything else
   */
  OptionalLong count(String name) {
    Optional<Object> value = Optional.ofNullable(values.get(name));
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (value.get() instanceof Long count && count >= 0) {
      return OptionalLong.of(count);
    }
    throw new InvalidInputException(
        "%s has a parameter '%s' that is not a whole number of 0 or more".formatted(owner, name));
  }

  /**
   * Refuses parameters that ask for what this server does not do, rather than to answer without.
   *
   * @throws InvalidInputException when one of the names is given
   */
  void refuse(String... names) {
    for (String name : names) {
      if (values.containsKey(name)) {
        throw new InvalidInputException(
            "%s has a parameter '%s', which this server does not support".formatted(owner, name));
      }
    }
  }
}
