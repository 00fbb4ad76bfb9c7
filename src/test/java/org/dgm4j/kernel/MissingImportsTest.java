package org.dgm4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MissingImportsTest {

  private final JShell shell = JShell.builder().executionEngine("local").build();

  @BeforeEach
  void install() {
    shell.addToClasspath(System.getProperty("java.class.path"));
    MissingImports.install(shell);
  }

  @AfterEach
  void close() {
    shell.close();
  }

  /** What a kernel would say of a cell. */
  private String complaint(String code) {
    List<SnippetEvent> events = shell.eval(code);
    StringBuilder said = new StringBuilder();
    shell
        .diagnostics(events.get(0).snippet())
        .forEach(problem -> said.append(problem.getMessage(Locale.ENGLISH)).append('\n'));
    if (events.get(0).snippet() instanceof DeclarationSnippet declaration) {
      shell.unresolvedDependencies(declaration).forEach(word -> said.append(word).append('\n'));
    }
    return said.toString().replaceAll("\\s+", " ").strip();
  }

  @Test
  void theImportOfAClassOfOursIsNamed() {
    assertEquals(
        "cannot find symbol symbol: class Roc location: class"
            + " type import org.dgm4j.evaluation.Roc;",
        complaint("new Roc()"));
    assertEquals(
        "cannot find symbol symbol: variable NDManager location: class"
            + " type import ai.djl.ndarray.NDManager;",
        complaint("NDManager.newBaseManager()"));
  }

  @Test
  void aDeclarationNamesItsImports() {
    assertEquals(
        "class BufferedImage: type import java.awt.image.BufferedImage;"
            + " class NDArray: type import ai.djl.ndarray.NDArray;",
        complaint("NDArray pixels(BufferedImage image) { return null; }")
            .replaceAll("(.*;) (class Buf.*)", "$2 $1"));
    assertEquals(
        "class Optimizer: type import ai.djl.training.optimizer.Optimizer;",
        complaint("Optimizer chosen;"));
  }

  @Test
  void withTheImportTheDeclarationIsComplete() {
    complaint("BufferedImage image;");
    shell.eval("import java.awt.image.BufferedImage;");
    assertEquals("", complaint("BufferedImage image;"));
    assertEquals("null", shell.eval("image").get(0).value());
  }

  @Test
  void whatNobodyHasGetsNoAdvice() {
    assertEquals(
        "cannot find symbol symbol: variable missing location: class", complaint("missing"));
    assertEquals("class Nonesuch", complaint("Nonesuch none;"));
    assertEquals(
        "cannot find symbol symbol: method nix() location: class java.lang.String",
        complaint("String.nix()"));
  }
}
