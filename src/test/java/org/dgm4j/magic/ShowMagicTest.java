package org.dgm4j.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.dgm4j.data.Samples;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.kernel.MagicExecution;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.probability.Normal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class ShowMagicTest {

  private final RecordingNotebook notebook = new RecordingNotebook();

  @BeforeEach
  void variables() {
    notebook.variables.put("nats", new double[] {-90, -91.5, -88});
    notebook.variables.put("matrix", new float[20][30]);
    notebook.variables.put("ragged", new int[][] {{1, 2}, {3}});
    notebook.variables.put("numbers", List.of(1, 2.5, 3L));
    notebook.variables.put("column", DoubleColumn.create("c", 1, 2, 2));
    notebook.variables.put("normal", Normal.of(0, 1));
    notebook.variables.put("images", Samples.images(new float[4 * 100], 4, 1, 10, 10));
    notebook.variables.put("word", "hello");
    notebook.variables.put("draws", Normal.of(0, 1).sample(500, 1));
    Table noise = Table.create("noise");
    for (int i = 0; i < 8; i++) {
      noise.addColumns(DoubleColumn.create("x" + i, new Random(i).doubles(100_000)));
    }
    notebook.variables.put("noise", noise);
  }

  private MimeBundle run(String line) {
    String[] words = line.split(" ");
    Object value = MagicExecution.run("show", Arrays.asList(words), notebook);
    assertSame(notebook.variables.get(words[0]), value);
    return notebook.shown.get(notebook.shown.size() - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats",
        "nats --as histogram",
        "matrix",
        "matrix --as heatmap",
        "numbers",
        "numbers --as line",
        "column",
        "column --as line",
        "normal",
        "images --as histogram"
      })
  void valuesAreDrawn(String line) {
    assertTrue(run(line).data().containsKey(MimeBundle.SVG));
  }

  @ParameterizedTest
  @ValueSource(strings = {"images", "images --as image", "matrix --as IMAGE"})
  void imagesAreDrawn(String line) {
    assertTrue(run(line).data().containsKey(MimeBundle.PNG));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats numbers",
        "column draws",
        "matrix images nats",
        "nats draws --as histogram",
        "nats nats"
      })
  void severalAreHistogramsOverOneAnother(String line) {
    List<String> words = List.of(line.split(" "));
    List<String> names = words.stream().takeWhile(word -> !word.startsWith("-")).toList();
    Object value = MagicExecution.run("show", words, notebook);
    assertEquals(names.stream().map(notebook.variables::get).toList(), value);
    MimeBundle shown = notebook.shown.get(notebook.shown.size() - 1);
    assertTrue(shown.get(MimeBundle.SVG).contains("share of each group"));
    for (int i = 0; i < names.size(); i++) {
      String name =
          i > 0 && names.get(i).equals(names.get(0)) ? names.get(i) + " (2)" : names.get(i);
      assertTrue(shown.get(MimeBundle.TEXT).contains("\n" + name + ": "), shown.toString());
      assertTrue(shown.get(MimeBundle.SVG).contains(">" + name + ", mean "), shown.toString());
    }
  }

  @Test
  void bothHistogramsHaveTheSameBins() {
    notebook.variables.put("low", new double[] {0, 1, 2, 3});
    notebook.variables.put("high", new int[] {10, 11, 12, 16});
    MagicExecution.run("show", List.of("low", "high"), notebook);
    String html = notebook.shown.get(0).get(MimeBundle.HTML);
    List<String> places =
        Pattern.compile("\"type\":\"bar\",\"x\":(\\[[^]]*])")
            .matcher(html)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertEquals(2, places.size(), html);
    assertEquals(places.get(0), places.get(1));
    assertTrue(places.get(0).matches("\\[0\\.\\d+,.*,15\\.\\d+]"), places.get(0));
  }

  @Test
  void othersAreTextOrTables() {
    assertEquals("hello", run("word").get(MimeBundle.TEXT));
    assertTrue(run("nats --as table").get(MimeBundle.TEXT).contains("3 rows × 1 column"));
  }

  @Test
  void aLargeTableIsSentWholeOnlyIfThatIsWanted() {
    assertTrue(run("noise").get(MimeBundle.HTML).length() < 830_000);
    assertTrue(run("noise --all").get(MimeBundle.HTML).length() > 2_000_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "nats --as heatmp; %show has no way 'heatmp': did you mean heatmap?",
        "nats --as pie; %show has no way 'pie': choose image, heatmap, line, histogram, table",
        "nats --as image; An array of shape (3) can't be drawn as image, but as line or histogram or"
            + " table",
        "ragged; This int[][] can't be drawn: row 1 has 1, but row 0 has 2",
        "normal --as line; --as draws numbers, but 'normal' is a Normal: leave it out",
        "normal --all; --all is for the rows of a table: leave it out for 'normal'",
        "nats normal; 'normal' is a Normal, not numbers, and only numbers are drawn over one another:"
            + " type %show normal by itself",
        "word nats; 'word' is a String, not numbers, and only numbers are drawn over one another:"
            + " type %show word by itself",
        "nats numbers --as line; Several values are drawn as histograms over one another: leave"
            + " --as line out, or show them one by one",
        "noise noise --all; Several values are drawn as histograms over one another: leave --all"
            + " out, or show them one by one",
        "nats ragged; This int[][] can't be drawn: row 1 has 1, but row 0 has 2",
        "nats nat; There is no variable 'nat' in this notebook: did you mean nats?",
        "nat; There is no variable 'nat' in this notebook: did you mean nats?",
        "nats --is line; %show has no option '--is': did you mean --as?"
      })
  void aMistakeGetsOneSentence(String line, String sentence) {
    UserError error = assertThrows(UserError.class, () -> run(line));
    assertEquals(sentence, error.getMessage());
  }
}
