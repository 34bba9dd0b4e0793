package io.tfaas.container;

import io.tfaas.testing.Samples;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A Tomcat of any version, its configuration changed in ports and in how often it looks. */
final class Tomcat {

  /** Finds the port in its log. */
  static final Pattern PORT =
      Pattern.compile("Starting ProtocolHandler \\[\"http-nio-127\\.0\\.0\\.1-auto-\\d+-(\\d+)\"]");

  /* As bin/catalina.sh has them: without, Tomcat does not look for what a WAR leaves behind. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.io",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.rmi/sun.rmi.transport");

  private final Path home;

  /** The Tomcat whose folder a system property names. */
  Tomcat(String property) {
    this.home = Path.of(System.getProperty(property));
  }

  /** Fills its base folder and returns the arguments of {@code java} that start it. */
  List<String> prepare(Path base) throws IOException {
    Samples.copy(home.resolve("conf"), base.resolve("conf"));
    for (String name : List.of("logs", "temp", "work")) {
      Files.createDirectory(base.resolve(name));
    }
    Path serverXml = base.resolve("conf/server.xml");
    String xml = Files.readString(serverXml);
    xml = replace(xml, "<Server port=\"8005\"", "<Server port=\"-1\"");
    xml = replace(xml, "<Connector port=\"8080\"", "<Connector address=\"127.0.0.1\" port=\"0\"");
    xml = replace(xml, "<Engine ", "<Engine backgroundProcessorDelay=\"1\" ");
    Files.writeString(serverXml, xml);
    List<String> arguments = new ArrayList<>();
    /* What grows beyond this is not the heap, of which the JVM takes what it likes. */
    arguments.add("-Xmx300m");
    OPENED.forEach(name -> arguments.add("--add-opens=" + name + "=ALL-UNNAMED"));
    arguments.addAll(server(base));
    return arguments;
  }

  private List<String> server(Path base) {
    return List.of(
        "-cp",
        home.resolve("bin/bootstrap.jar")
            + File.pathSeparator
            + home.resolve("bin/tomcat-juli.jar"),
        "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
        "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
        "-Dcatalina.home=" + home,
        "-Dcatalina.base=" + base,
        "org.apache.catalina.startup.Bootstrap",
        "start");
  }

  static String replace(String text, String from, String to) {
    if (!text.contains(from)) {
      throw new AssertionError("No " + from + " in " + text);
    }
    return text.replace(from, to);
  }
}
