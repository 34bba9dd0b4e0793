package io.tfaas.error;

/** Text of a client, made safe to repeat to it and to log. */
public final class ClientText {

  private static final int MAX_LENGTH = 200;

  private ClientText() {}

  /** The text without what might hurt where it is shown, and cut where it is long. */
  public static String shown(String text) {
    String shown = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    return shown.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }
}
