package io.tfaas.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server makes of each of TensorFlow's operations: the list {@code operations.txt}. */
final class Operations {

  enum Verdict {
    ALLOWED,
    /** Allowed where it opens the model's own files while the model is loaded, or is never run. */
    OF_A_SAVED_MODEL,
    REFUSED
  }

  /**
   * @param reason what it does, with a verb
   */
  record Judgement(Verdict verdict, String reason) {}

  private static final Judgement UNKNOWN =
      new Judgement(Verdict.REFUSED, "is unknown to this server");
  private static final Pattern HEADING =
      Pattern.compile("\\[(allowed|of a SavedModel|refused)] (.+)");

  private final Map<String, Judgement> judgements = new HashMap<>();

  Operations() {
    Judgement judgement = UNKNOWN;
    for (String line : lines()) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        judgement = new Judgement(verdict(heading.group(1)), heading.group(2));
      } else if (!line.startsWith("#") && !line.isBlank()) {
        for (String name : line.split(" ", -1)) {
          if (judgements.put(name, judgement) != null) {
            throw new IllegalStateException("operations.txt has " + name + " twice");
          }
        }
      }
    }
  }

  private static List<String> lines() {
    try (InputStream in = Operations.class.getResourceAsStream("operations.txt")) {
      if (in == null) {
        throw new IllegalStateException("operations.txt is missing");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Verdict verdict(String text) {
    return switch (text) {
      case "allowed" -> Verdict.ALLOWED;
      case "refused" -> Verdict.REFUSED;
      default -> Verdict.OF_A_SAVED_MODEL;
    };
  }

  /** What is made of an operation; one that the list does not have is refused. */
  Judgement of(String operation) {
    return judgements.getOrDefault(operation, UNKNOWN);
  }

  boolean isListed(String operation) {
    return judgements.containsKey(operation);
  }
}
