package org.dgm4j;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rules that hold everywhere. */
@AnalyzeClasses(packages = "org.dgm4j", importOptions = DoNotIncludeTests.class)
class RoomsTest {

  private static final String HOUSE = "org.dgm4j.";

  /**
   * All packages: each may use those above its line only, and none beside it on its line. A star
   * stands for all packages of a room that are on no line, as each family of models has its own.
   */
  private static final List<List<String>> FLOORS =
      """
      base
      probability.numeric
      probability
      probability.joint
      probability.divergence
      probability.variational
      data
      data.exact, data.files
      data.registry
      engine
      model
      model.*
      model.registry
      training
      evaluation, experiments
      evaluation.latent, evaluation.quality
      display
      display.chart
      display.html
      display.svg, display.plotly
      display.component
      display.tablesaw
      display.view.value
      display.view.probability
      display.view.model
      display.view.evaluation
      display.view.live
      display.registry
      magic.notebook
      magic.help
      magic.command
      magic
      kernel.cursor
      kernel
      kernel.jjava, kernel.ijava
      """
          .lines()
          .map(floor -> List.of(floor.split(", ")))
          .toList();

  /** More than a reader takes in at a glance. */
  private static final int MOST_FILES = 20;

  @ArchTest
  static final ArchRule arrowsPointDown =
      classes()
          .should(
              new ArchCondition<>("depend on lower floors only") {
                @Override
                public void check(JavaClass from, ConditionEvents events) {
                  for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                    JavaClass to = dependency.getTargetClass().getBaseComponentType();
                    if (to.getName().startsWith(HOUSE)
                        && !to.getPackageName().equals(from.getPackageName())
                        && floor(to) >= floor(from)) {
                      events.add(SimpleConditionEvent.violated(from, dependency.getDescription()));
                    }
                  }
                }
              });

  @ArchTest
  static final ArchRule noPackageIsInACircle =
      slices().matching(HOUSE + "(**)").should().beFreeOfCycles();

  @ArchTest
  static void noPackageIsCrowded(JavaClasses classes) {
    Map<String, Long> files =
        classes.stream()
            .filter(JavaClass::isTopLevelClass)
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
    files.values().removeIf(count -> count <= MOST_FILES);
    assertEquals(Map.of(), files);
  }

  @ArchTest
  static final ArchRule probabilityHasNoEngine =
      noClasses()
          .that()
          .resideInAPackage("org.dgm4j.probability..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule theEngineKnowsNoData =
      noClasses()
          .that()
          .resideInAPackage("org.dgm4j.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.dgm4j.probability..", "org.dgm4j.data..");

  @ArchTest
  static final ArchRule kernelsKnowOnlyWhatIsShown =
      noClasses()
          .that()
          .resideInAPackage("org.dgm4j.kernel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.dgm4j.probability..",
              "org.dgm4j.data..",
              "org.dgm4j.engine..",
              "org.dgm4j.model..",
              "org.dgm4j.training..",
              "org.dgm4j.evaluation..",
              "org.dgm4j.experiments..");

  @ArchTest
  static final ArchRule onlyAdaptersKnowAKernel =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.dgm4j.kernel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.dflib.jjava..", "io.github.spencerpark..");

  /** What belongs to a notebook is in its session, as a {@code SessionValue}. */
  @ArchTest
  static final ArchRule onlyTheEngineOfTheProcessHasVariablesOfTheProcess =
      fields()
          .that()
          .areStatic()
          .and()
          .areNotFinal()
          .should()
          .beDeclaredInClassesThat(
              describe(
                  "load the engine",
                  type ->
                      Set.of("MxNet", "HeapOperator$Library", "GpuCompilation")
                          .contains(type.getName().replace(HOUSE + "engine.", ""))));

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

  private static int floor(JavaClass type) {
    String room = type.getPackageName().substring(HOUSE.length());
    for (String name : List.of(room, room.replaceFirst("[^.]+$", "*"))) {
      for (int floor = 0; floor < FLOORS.size(); floor++) {
        if (FLOORS.get(floor).contains(name)) {
          return floor;
        }
      }
    }
    throw new AssertionError("The package " + room + " is not on the list of rooms");
  }

  private static boolean copies(JavaMethodCall call, Class<?> owner, String method) {
    return call.getTargetOwner().isAssignableTo(owner)
        && call.getName().equals(method)
        && call.getTarget().getRawParameterTypes().get(0).isArray();
  }
}
