package org.dgm4j.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.dgm4j.magic.Magics;
import org.dgm4j.model.registry.Models;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goes through models of all families with random options at the sizes that people use: each is
 * trained, resumed, saved, loaded and used. There are 30 of them, other ones each day;
 *
 * <pre>mvn -q test-compile surefire:test -Dtest=RandomWalkTest -Dwalk=300 -Dseed=1</pre>
 *
 * goes through 300, from seed 1 on, and {@code -Dfamilies=nade,rnade} only through these families.
 * A failure says which seed repeats it alone, and in which lines of Java.
 */
class RandomWalkTest {

  private static final int A_DAY = 30;

  private static final Map<String, Function<Choice, Configuration>> FAMILIES =
      new LinkedHashMap<>();

  static {
    FAMILIES.put("autoregressive", Autoregressive::autoRegressive);
    FAMILIES.put("nade", Autoregressive::nade);
    FAMILIES.put("rnade", Autoregressive::rnade);
    FAMILIES.put("pixelrnn", Autoregressive::pixelRnn);
    FAMILIES.put("vae", Latents::denseVae);
    FAMILIES.put("convolutional", Latents::convolutionalVae);
    FAMILIES.put("gan", Latents::gan);
    FAMILIES.put("series", Series::draw);
  }

  @TestFactory
  Stream<DynamicTest> everyFamilyHoldsAtAnyOptions(@TempDir Path folder) {
    int count = Integer.getInteger("walk", A_DAY);
    long first = Long.getLong("seed", LocalDate.now().toEpochDay() * A_DAY);
    List<String> families =
        List.of(System.getProperty("families", String.join(",", FAMILIES.keySet())).split(","));
    System.out.println(command(count, first, families));
    return LongStream.range(first, first + count)
        .mapToObj(seed -> test(seed, families, folder.resolve(Long.toString(seed))));
  }

  private static DynamicTest test(long seed, List<String> families, Path folder) {
    String family = families.get((int) Math.floorMod(seed, (long) families.size()));
    return DynamicTest.dynamicTest(
        family + " " + seed,
        () -> {
          Configuration configuration = FAMILIES.get(family).apply(new Choice(seed));
          try {
            configuration.check(Files.createDirectories(folder));
          } catch (Throwable e) {
            String how = "%s\n%s\n".formatted(command(1, seed, families), configuration.java());
            throw new AssertionError(how + e, e);
          }
        });
  }

  @Test
  void everyKindOfModelIsAmongThem() {
    for (String type : Models.types().keySet()) {
      assertTrue(
          FAMILIES.containsKey(type),
          "The walk has no random configuration of '%s': add FAMILIES.put(\"%s\", …) to this test, as Autoregressive::nade draws one"
              .formatted(type, type));
    }
  }

  /** They are evaluated as in a notebook, training and all. */
  @ParameterizedTest
  @MethodSource("names")
  void theLinesThatRepeatAConfigurationAreJava(String family) {
    String lines = FAMILIES.get(family).apply(new Choice(1)).java();
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      Magics.imports().forEach(name -> shell.eval("import " + name + ";"));
      for (String line : lines.split("\n")) {
        for (SnippetEvent event : shell.eval(line)) {
          assertEquals(Snippet.Status.VALID, event.status(), line);
          assertNull(event.exception(), line);
        }
      }
    }
  }

  private static Set<String> names() {
    return FAMILIES.keySet();
  }

  private static String command(int count, long seed, List<String> families) {
    List<String> all = new ArrayList<>(FAMILIES.keySet());
    return "mvn -q test-compile surefire:test -Dtest=RandomWalkTest -Dwalk=%d -Dseed=%d%s"
        .formatted(
            count, seed, families.equals(all) ? "" : " -Dfamilies=" + String.join(",", families));
  }
}
