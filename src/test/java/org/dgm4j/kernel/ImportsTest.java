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

  @Test
  void packagesGiveWayToPackagesAndClassesOfTheNotebook() {
    Imports.install(shell, List.of("java.awt.*", "java.util.regex.*"));
    assertEquals("true", value("new Point(0, 0).x == 0"));
    value("record Point(String name) {}");
    assertEquals("\"a\"", value("new Point(\"a\").name()"));
    value("import java.util.*;");
    assertEquals("0", value("List.of().size()"));
    assertEquals("true", value("Pattern.matches(\"a\", \"a\")"));
    value("import java.util.stream.*;");
    value("import static java.lang.Math.*;");
    assertEquals("true", value("Pattern.matches(\"a\", \"a\")"));
  }

  @Test
  void anImportOfTheNotebookTakesThePlaceOfOurs() {
    Imports.install(shell, List.of("java.util.Date", "java.util.*"));
    shell.eval("import java.sql.Date;");
    assertEquals("true", value("new Date(0) instanceof java.sql.Date"));
    value("import java.awt.List;");
    assertEquals("0", value("new ArrayList<String>().size()"));
    assertEquals("null", value("List of;"));
  }
}
