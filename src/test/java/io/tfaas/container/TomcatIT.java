package io.tfaas.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The packaged WAR in a Tomcat of any version. */
abstract class TomcatIT extends ContainerIT {

  private final Tomcat tomcat;

  TomcatIT(String property) {
    this.tomcat = new Tomcat(property);
  }

  @Override
  final List<String> prepare(Path base) throws IOException {
    return tomcat.prepare(base);
  }

  @Override
  final Pattern port() {
    return Tomcat.PORT;
  }
}
