package io.tfaas;

import io.tfaas.auth.Grants;
import io.tfaas.auth.NewToken;
import io.tfaas.config.TfaasConfig;
import io.tfaas.server.Reasons;
import io.tfaas.server.StartException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Makes tokens from the command line, and the one of a server that others reach and has none. */
final class FirstToken {

  private static final String NAME = "first-start";

  private FirstToken() {}

  /** Where others reach the server and nobody could show who they are: a token, shown this once. */
  static void makeIfNeeded(TfaasConfig config, PrintStream out) {
    if (AuthSettings.needsFirstToken(config)) {
      Path file = AuthSettings.tokens(config);
      out.println("Others reach this server: whoever changes models needs this token,");
      out.println("which is not shown again; its hash is in " + file);
      out.println("  " + make(file, NAME, "admin"));
      out.println("Send it as Authorization: Bearer TOKEN");
      out.flush();
    }
  }

  /**
   * Makes the token that the command {@code token} asks for.
   *
   * @param operands its name and, if they are given, its roles
   */
  static void make(TfaasConfig config, List<String> operands, PrintStream out) {
    String roles = operands.size() > 1 ? operands.get(1) : "manage";
    out.println(make(AuthSettings.tokens(config), operands.get(0), roles));
  }

  private static String make(Path file, String name, String roles) {
    try {
      return NewToken.add(file, name, Grants.parse(roles));
    } catch (IllegalArgumentException e) {
      throw new StartException(Reasons.of(e), e);
    } catch (IOException e) {
      throw new StartException(
          "Cannot write the tokens file " + file + " (tfaas.auth.tokens-file): " + Reasons.of(e),
          e);
    }
  }
}
