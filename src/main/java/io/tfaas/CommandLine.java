package io.tfaas;

import io.tfaas.server.StartException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What the arguments ask for. */
record CommandLine(Action action, Optional<Path> config, List<String> operands) {

  enum Action {
    SERVE,
    TOKEN,
    HELP,
    VERSION
  }

  private static final String CONFIG = "--config";
  private static final String TOKEN = "token";

  /* Of the command token: a name, and roles. */
  private static final int MOST_OPERANDS = 2;

  CommandLine {
    operands = List.copyOf(operands);
  }

  /**
   * Reads the arguments; {@code --help} wins over {@code --version}, and both over the rest.
   *
   * @throws StartException if one is no option, or lacks its value
   */
  static CommandLine parse(List<String> arguments) {
    Action action = Action.SERVE;
    Optional<Path> config = Optional.empty();
    List<String> operands = new ArrayList<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      if (argument.equals("--help") || argument.equals("-h")) {
        action = Action.HELP;
      } else if (argument.equals("--version")) {
        action = action == Action.HELP ? action : Action.VERSION;
      } else if (argument.equals(CONFIG)) {
        config = Optional.of(file(rest.hasNext() ? rest.next() : ""));
      } else if (argument.startsWith(CONFIG + "=")) {
        config = Optional.of(file(argument.substring(CONFIG.length() + 1)));
      } else if (argument.equals(TOKEN) && action == Action.SERVE) {
        action = Action.TOKEN;
      } else if (action == Action.TOKEN && !argument.startsWith("-")) {
        operands.add(argument);
      } else {
        throw unknown(argument);
      }
    }
    if (action == Action.TOKEN && (operands.isEmpty() || operands.size() > MOST_OPERANDS)) {
      throw new StartException("command token needs NAME and may have ROLES; see --help");
    }
    return new CommandLine(action, config, operands);
  }

  private static Path file(String text) {
    if (text.isEmpty() || text.startsWith("--")) {
      throw new StartException("option --config needs a file; see --help");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new StartException("option --config needs a file, not '" + text + "'; see --help", e);
    }
  }

  private static StartException unknown(String argument) {
    return argument.startsWith("-")
        ? new StartException("unknown option " + argument + "; see --help")
        : new StartException("unknown argument '" + argument + "'; see --help");
  }
}
