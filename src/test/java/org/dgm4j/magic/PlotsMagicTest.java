package org.dgm4j.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.kernel.MagicExecution;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.probability.Normal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlotsMagicTest {

  private final RecordingNotebook notebook = new RecordingNotebook();

  private MimeBundle run(String line) {
    String[] words = line.split(" ");
    MagicExecution.run(words[0], Arrays.asList(words).subList(1, words.length), notebook);
    return notebook.shown.get(notebook.shown.size() - 1);
  }

  @Test
  void theSettingIsKeptAndShown() {
    String usual = "plots interactive, size medium, theme auto";
    assertEquals(usual, run("plots").get(MimeBundle.TEXT));
    assertEquals(FigureStyle.USUAL, notebook.style());
    run("plots static --theme DARK");
    run("plots --size large");
    assertEquals("plots static, size large, theme dark", run("plots").get(MimeBundle.TEXT));
    assertEquals(
        new FigureStyle(FigureStyle.Mode.STATIC, FigureStyle.Size.LARGE, FigureStyle.Theme.DARK),
        notebook.style());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "plots statc; %plots has no mode 'statc': did you mean static?",
        "plots nice; %plots has no mode 'nice': choose interactive, static, both, plotly",
        "plots --size larg; %plots has no size 'larg': did you mean large?",
        "plots static --theme blue; %plots has no theme 'blue': choose auto, light, dark",
        "plots --them dark; %plots has no option '--them': did you mean --theme?"
      })
  void aBadValueGetsOneSentenceAndChangesNothing(String line, String sentence) {
    UserError error = assertThrows(UserError.class, () -> run(line));
    assertEquals(sentence, error.getMessage());
    assertEquals(FigureStyle.USUAL, notebook.style());
    assertTrue(notebook.shown.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"density normal", "dist normal 0 1", "dataset two-moons"})
  void whatFollowsIsShownSo(String line) {
    notebook.variables.put("normal", Normal.of(0, 1));
    assertTrue(run(line).get(MimeBundle.HTML).contains("<script"));
    run("plots static --theme light");
    MimeBundle still = run(line);
    assertFalse(still.get(MimeBundle.HTML).contains("<script"));
    assertFalse(still.needsPlotly());
    assertTrue(still.get(MimeBundle.HTML).contains("background:#ffffff"));
  }
}
