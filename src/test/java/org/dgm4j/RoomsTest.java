package org.dgm4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rooms use only the rooms below them. */
@AnalyzeClasses(packages = "org.dgm4j", importOptions = DoNotIncludeTests.class)
class RoomsTest {

  @ArchTest
  static final ArchRule arrowsPointDown =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.dgm4j..")
          .withOptionalLayers(true)
          .layer("probability")
          .definedBy("org.dgm4j.probability..")
          .layer("data")
          .definedBy("org.dgm4j.data..")
          .layer("model")
          .definedBy("org.dgm4j.model..")
          .layer("training")
          .definedBy("org.dgm4j.training..")
          .layer("evaluation")
          .definedBy("org.dgm4j.evaluation..")
          .layer("display")
          .definedBy("org.dgm4j.display..")
          .layer("magic")
          .definedBy("org.dgm4j.magic..")
          .layer("kernel")
          .definedBy("org.dgm4j.kernel..")
          .whereLayer("probability")
          .mayNotAccessAnyLayer()
          .whereLayer("data")
          .mayOnlyAccessLayers("probability")
          .whereLayer("model")
          .mayOnlyAccessLayers("probability", "data")
          .whereLayer("training")
          .mayOnlyAccessLayers("probability", "data", "model")
          .whereLayer("evaluation")
          .mayOnlyAccessLayers("probability", "data", "model", "training")
          .whereLayer("display")
          .mayOnlyAccessLayers("probability", "data", "model", "training", "evaluation")
          .whereLayer("magic")
          .mayOnlyAccessLayers("probability", "data", "model", "training", "evaluation", "display")
          .whereLayer("kernel")
          .mayOnlyAccessLayers("display", "magic");

  @ArchTest
  static final ArchRule probabilityHasNoEngine =
      noClasses()
          .that()
          .resideInAPackage("org.dgm4j.probability..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule onlyAdaptersKnowAKernel =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.dgm4j.kernel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.dflib.jjava..", "io.github.spencerpark..");
}
