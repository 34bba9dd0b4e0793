package io.tfaas;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** The package table of docs/design/001-packages.md. */
final class LayersTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.tfaas");

  @Test
  void eachPackageKnowsOnlyThoseItMay() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("root")
        .definedBy("io.tfaas", "io.tfaas.server")
        .layer("config")
        .definedBy("io.tfaas.config")
        .layer("error")
        .definedBy("io.tfaas.error")
        .layer("tensor")
        .definedBy("io.tfaas.tensor")
        .layer("session")
        .definedBy("io.tfaas.session")
        .layer("model")
        .definedBy("io.tfaas.model")
        .layer("repository")
        .definedBy("io.tfaas.repository")
        .layer("inference")
        .definedBy("io.tfaas.inference")
        .layer("image")
        .definedBy("io.tfaas.image")
        .layer("limit")
        .definedBy("io.tfaas.limit")
        .layer("http")
        .definedBy("io.tfaas.http")
        .layer("auth")
        .definedBy("io.tfaas.auth")
        .layer("api")
        .definedBy("io.tfaas.api..")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("api")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("auth")
        .mayOnlyBeAccessedByLayers("root", "api")
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("root", "api", "auth")
        .whereLayer("limit")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("image")
        .mayOnlyBeAccessedByLayers("root", "api")
        .whereLayer("inference")
        .mayOnlyBeAccessedByLayers("root", "api", "http")
        .whereLayer("repository")
        .mayOnlyBeAccessedByLayers("root", "api")
        .whereLayer("model")
        .mayOnlyBeAccessedByLayers("root", "api", "auth", "inference", "repository")
        .whereLayer("session")
        .mayOnlyBeAccessedByLayers("root", "model", "inference", "image")
        .whereLayer("tensor")
        .mayOnlyBeAccessedByLayers("root", "api", "inference", "image", "model", "session")
        .check(CLASSES);
  }

  @Test
  void onlyTheCoreKnowsTensorFlow() {
    noClasses()
        .that(
            not(
                resideInAPackage("io.tfaas.tensor")
                    .or(resideInAPackage("io.tfaas.session"))
                    .or(resideInAPackage("io.tfaas.model"))
                    .or(resideInAPackage("io.tfaas.inference"))
                    .or(resideInAPackage("io.tfaas.image"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.tensorflow..")
        .check(CLASSES);
  }

  @Test
  void theCoreKnowsNoHttp() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.tfaas.tensor",
            "io.tfaas.session",
            "io.tfaas.model",
            "io.tfaas.inference",
            "io.tfaas.image",
            "io.tfaas.repository",
            "io.tfaas.config",
            "io.tfaas.error")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.ws..", "jakarta.servlet..", "org.glassfish..")
        .check(CLASSES);
  }

  @Test
  void onlyTheRootKnowsServlets() {
    noClasses()
        .that(not(resideInAPackage("io.tfaas").or(resideInAPackage("io.tfaas.server"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.servlet..")
        .check(CLASSES);
  }

  @Test
  void theInterfacesDoNotKnowOneAnother() {
    SlicesRuleDefinition.slices()
        .matching("io.tfaas.api.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(CLASSES);
  }
}
