package io.tfaas.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Users that a Tomcat lets in by its own BASIC login, with the roles that it gives them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContainerLoginIT {

  private static final String USERS =
      """
      <user username="reader" password="r" roles="predict"/>
      <user username="keeper" password="k" roles="manage"/>
      <user username="stranger" password="s" roles="other"/>
      </tomcat-users>
      """;

  /* Without a protected path Tomcat looks at credentials only if it is told to. */
  private static final String LOGIN =
      """
      <Context preemptiveAuthentication="true">
        <Valve className="org.apache.catalina.authenticator.BasicAuthenticator"/>
      """;

  private static final Path WAR = Path.of(System.getProperty("it.war", "target/tfaas.war"));

  private final HttpClient client = HttpClient.newHttpClient();
  private ContainerProcess container;
  private URI root;

  @BeforeAll
  void startTomcat(@TempDir Path temporary) throws Exception {
    Path base = Files.createDirectory(temporary.resolve("base"));
    List<String> arguments = new ArrayList<>();
    arguments.add("-Dtfaas.model-dir=" + temporary.resolve("models"));
    arguments.add("-Dtfaas.auth.open=none");
    arguments.add("-Dtfaas.auth.local=none");
    arguments.add("-Dorg.bytedeco.javacpp.cachedir=" + WAR.resolveSibling("it-natives"));
    arguments.addAll(new Tomcat("it.tomcat11").prepare(base));
    change(base.resolve("conf/tomcat-users.xml"), "</tomcat-users>", USERS);
    change(base.resolve("conf/context.xml"), "<Context>", LOGIN);
    Files.createDirectories(base.resolve("webapps"));
    Files.copy(WAR, base.resolve("webapps/tfaas.war"));
    Path logs = Files.createDirectories(WAR.resolveSibling("it-logs"));
    container = ContainerProcess.start(base, logs.resolve("ContainerLoginIT.txt"), arguments);
    root = URI.create("http://127.0.0.1:" + container.awaitInLog(Tomcat.PORT) + "/tfaas/");
  }

  private static void change(Path file, String from, String to) throws Exception {
    Files.writeString(file, Tomcat.replace(Files.readString(file), from, to));
  }

  @AfterAll
  void stopTomcat() {
    if (container != null) {
      container.close();
    }
  }

  private HttpResponse<String> send(String login, HttpRequest.Builder request) throws Exception {
    if (!login.isEmpty()) {
      byte[] credentials = login.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> list(String login) throws Exception {
    return send(login, HttpRequest.newBuilder(root.resolve("models")));
  }

  private HttpResponse<String> remove(String login) throws Exception {
    return send(login, HttpRequest.newBuilder(root.resolve("delete/nothing")).DELETE());
  }

  @Test
  void whoIsNotLoggedInIsAskedTo() throws Exception {
    assertThat(list("").statusCode()).isEqualTo(401);
    assertThat(list("reader:wrong").statusCode()).isEqualTo(401);
  }

  @Test
  void aUserWithTheRolePredictReadsAndChangesNothing() throws Exception {
    assertThat(list("reader:r").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = remove("reader:r");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("'manage'");
  }

  @Test
  void aUserWithTheRoleManageChangesModels() throws Exception {
    HttpResponse<String> reply = remove("keeper:k");
    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(reply.body()).contains("No such model: 'nothing'");
  }

  @Test
  void aUserWithoutARoleOfThisServerMayDoNothing() throws Exception {
    assertThat(list("stranger:s").statusCode()).isEqualTo(403);
  }
}
