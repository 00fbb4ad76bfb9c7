package org.dgm4j;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rules that hold everywhere. */
@AnalyzeClasses(packages = "org.dgm4j", importOptions = DoNotIncludeTests.class)
class RoomsTest {

  @ArchTest
  static final ArchRule arrowsPointDown =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.dgm4j..")
          .withOptionalLayers(true)
          .layer("base")
          .definedBy("org.dgm4j.base..")
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
          .whereLayer("base")
          .mayNotAccessAnyLayer()
          .whereLayer("probability")
          .mayOnlyAccessLayers("base")
          .whereLayer("data")
          .mayOnlyAccessLayers("base", "probability")
          .whereLayer("model")
          .mayOnlyAccessLayers("base", "probability", "data")
          .whereLayer("training")
          .mayOnlyAccessLayers("base", "probability", "data", "model")
          .whereLayer("evaluation")
          .mayOnlyAccessLayers("base", "probability", "data", "model", "training")
          .whereLayer("display")
          .mayOnlyAccessLayers("base", "probability", "data", "model", "training", "evaluation")
          .whereLayer("magic")
          .mayOnlyAccessLayers(
              "base", "probability", "data", "model", "training", "evaluation", "display")
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

  /** See {@code MxNet.array}: DJL's own copies are not safe from the garbage collector. */
  @ArchTest
  static final ArchRule valuesAreCopiedToMxNetSafely =
      noClasses()
          .should()
          .callMethodWhere(
              describe(
                  "copies values from the heap",
                  call ->
                      copies(call, NDManager.class, "create")
                          || copies(call, NDArray.class, "set")));

  private static boolean copies(JavaMethodCall call, Class<?> owner, String method) {
    return call.getTargetOwner().isAssignableTo(owner)
        && call.getName().equals(method)
        && call.getTarget().getRawParameterTypes().get(0).isArray();
  }
}
