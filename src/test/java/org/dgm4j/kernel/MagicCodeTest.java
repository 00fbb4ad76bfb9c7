package org.dgm4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dgm4j.magic.Magics;
import org.dgm4j.magic.notebook.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MagicCodeTest {

  private static final String CALLS = "org.dgm4j.magic.MagicCalls.";
  private static final Set<String> KNOWN = Set.of("trains", "time", "load");

  private static Optional<String> code(boolean used, String name, String... arguments) {
    return MagicCode.of(name, List.of(arguments), used, KNOWN::contains);
  }

  @Test
  void aMagicOfItsOwnLineIsShown() {
    assertEquals(
        CALLS + "show(\"train\", \"nade\", \"digits\");",
        code(false, "train", "nade", "digits").orElseThrow());
    assertEquals(CALLS + "show(\"dgm\");", code(false, "dgm").orElseThrow());
  }

  @Test
  void aMagicWhoseValueIsUsedHasItsType() {
    assertEquals(
        CALLS + "value(org.dgm4j.training.TrainingRun.class, \"train\", \"nade\", \"digits\");",
        code(true, "train", "nade", "digits").orElseThrow());
    assertEquals(
        CALLS + "value(java.lang.Object.class, \"seed\", \"42\");",
        code(true, "seed", "42").orElseThrow());
  }

  @Test
  void typesCanBeNamedInACell() {
    for (String name : Magics.names()) {
      Class<?> type = Magics.result(name);
      assertTrue(
          Modifier.isPublic(type.getModifiers()) && type.getCanonicalName() != null,
          "The type that the entry of %" + name + " declares must be public: " + type);
    }
  }

  @Test
  void argumentsAreLiteralsWhateverTheyHold() {
    assertEquals(
        CALLS + "show(\"save\", \"a\\\"b\\\\c\\u0009\", \"숫자\");",
        code(false, "save", "a\"b\\c\t", "숫자").orElseThrow());
  }

  @Test
  void theKernelsOwnMagicsAreLeftAlone() {
    assertEquals(Optional.empty(), code(false, "time", "train"));
    assertEquals(Optional.empty(), code(false, "trains"));
  }

  @Test
  void theKernelsLoadIsNotForModels(@TempDir Path folder) throws IOException {
    Path model = Files.writeString(folder.resolve("model"), "PK…");
    Path script = Files.writeString(folder.resolve("script"), "1 + 1");
    String message =
        assertThrows(UserError.class, () -> code(false, "load", model.toString())).getMessage();
    assertTrue(message.contains("type var model = Models.load(\""), message);
    assertEquals(Optional.empty(), code(false, "load", script.toString()));
    assertEquals(Optional.empty(), code(false, "load", folder.resolve("gone").toString()));
    assertEquals(Optional.empty(), code(false, "load", "a\0b"));
  }

  @Test
  void aNameThatNobodyKnowsIsAMistake() {
    UserError error = assertThrows(UserError.class, () -> code(false, "trian"));
    assertEquals("There is no magic %trian: did you mean %train?", error.getMessage());
    error = assertThrows(UserError.class, () -> code(false, "nothing-like-ours"));
    assertEquals(
        "There is no magic %nothing-like-ours: %dgm lists those of dgm4j", error.getMessage());
  }

  @Test
  void aCellMagicThatNobodyKnowsIsAMistake() {
    for (String cell :
        List.of("%%loadFromPOM\n<dependency/>", "%time", "7 %% 2", "", "var a = 1;\n%%a")) {
      MagicCode.requireCellMagic(cell, "loadFromPOM"::equals);
    }
    assertEquals(
        "There is no magic %%html for whole cells: a cell is Java, and %dgm lists the magics of"
            + " dgm4j, which stand in one line",
        refusedCell("%%html\n<b>bold</b>"));
    assertEquals(
        "There is no magic %%train for whole cells: type %train",
        refusedCell(" %%train nade digits"));
  }

  private static String refusedCell(String cell) {
    return assertThrows(
            UserError.class, () -> MagicCode.requireCellMagic(cell, "loadFromPOM"::equals))
        .getMessage();
  }
}
