package org.dgm4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImportsTest {

  private static final List<String> OURS = List.of("java.util.BitSet", "java.util.Locale");

  private final JShell shell = JShell.builder().executionEngine("local").build();

  @AfterEach
  void close() {
    shell.close();
  }

  private String value(String code) {
    String value = null;
    for (var event : shell.eval(code)) {
      assertEquals(Snippet.Status.VALID, event.status(), code);
      value = event.value();
    }
    return value;
  }

  @Test
  void ourClassesNeedNoImport() {
    Imports.install(shell, OURS);
    assertEquals("true", value("new BitSet().isEmpty()"));
    assertEquals("\"\"", value("Locale.ROOT.toString()"));
  }

  @Test
  void aClassOfTheNotebookTakesThePlaceOfOurs() {
    Imports.install(shell, OURS);
    value("record BitSet(int size) {}");
    assertEquals("3", value("new BitSet(3).size()"));
    assertEquals("\"\"", value("Locale.ROOT.toString()"));
  }

  @Test
  void whatTheNotebookHasAlreadyStays() {
    value("record BitSet(int size) {}");
    Imports.install(shell, OURS);
    assertEquals("3", value("new BitSet(3).size()"));
  }
}
