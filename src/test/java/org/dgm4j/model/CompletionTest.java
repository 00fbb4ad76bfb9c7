package org.dgm4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.autoregressive.Rnade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Tab offers after a model, a builder or a result: JShell hides what is not all public. */
class CompletionTest {

  private static JShell shell;

  @BeforeAll
  static void open() {
    shell = JShell.builder().executionEngine("local").build();
    shell.addToClasspath(System.getProperty("java.class.path"));
  }

  @AfterAll
  static void close() {
    shell.close();
  }

  private static Set<String> offered(Class<?> type) {
    String code = "((" + type.getCanonicalName() + ") null).";
    return shell
        .sourceCodeAnalysis()
        .completionSuggestions(code, code.length(), new int[1])
        .stream()
        .map(suggestion -> suggestion.continuation().replaceFirst("\\(.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
  }

  static Stream<Class<?>> types() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.dgm4j.model")
            .stream()
            .filter(
                type -> !type.isAnonymousClass() && !type.getSimpleName().equals("package-info"))
            .map(JavaClass::reflect)
            .filter(CompletionTest::isPublic)
            .sorted(Comparator.comparing(Class::getName));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyMethodIsOffered(Class<?> type) {
    Set<String> missing =
        Arrays.stream(type.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    missing.removeAll(offered(type));
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyBuilderOffersItsOptions() {
    Set<String> nade = Set.of("image", "dimensions", "hidden", "ordering", "seed", "build");
    assertTrue(offered(Nade.Builder.class).containsAll(nade));
    assertTrue(offered(Rnade.Builder.class).containsAll(nade));
    assertTrue(
        offered(AutoRegressive.Builder.class)
            .containsAll(Set.of("image", "dimensions", "order", "ordering", "states", "build")));
    Set<String> common = Set.of("image", "hidden", "seed", "build");
    for (Class<?> builder : Set.of(PixelRnn.Builder.class, Vae.Builder.class, Gan.Builder.class)) {
      assertTrue(offered(builder).containsAll(common), builder.getName());
    }
  }
}
