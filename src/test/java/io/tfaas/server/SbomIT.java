package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The bill of materials in the WAR; Maven makes none offline. */
@DisabledIfSystemProperty(named = "it.maven", matches = "offline: true")
final class SbomIT {

  private static final Path WAR = Path.of(System.getProperty("it.war", "target/tfaas.war"));

  private final JsonNode bom;
  private final List<String> jars;

  SbomIT() throws IOException {
    try (ZipFile war = new ZipFile(WAR.toFile());
        InputStream in = war.getInputStream(war.getEntry("META-INF/sbom/bom.json"))) {
      bom = new ObjectMapper().readTree(in);
      jars =
          war.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.matches("WEB-INF/(lib|embedded)/.*[.]jar"))
              .map(name -> name.substring(name.lastIndexOf('/') + 1))
              .toList();
    }
  }

  private List<String> components() {
    List<String> names = new ArrayList<>();
    bom.get("components")
        .forEach(c -> names.add(c.get("name").asText() + "-" + c.get("version").asText()));
    return names;
  }

  @Test
  void isOneOfTheWar() {
    assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bom.at("/metadata/component/name").asText()).isEqualTo("tfaas");
  }

  @Test
  void listsEveryJarOfTheWar() {
    List<String> components = components();

    assertThat(jars)
        .hasSizeGreaterThan(20)
        .allMatch(jar -> components.stream().anyMatch(jar::startsWith));
  }

  @Test
  void listsNothingOfTheTests() {
    assertThat(components()).noneMatch(name -> name.startsWith("junit-jupiter"));
  }
}
