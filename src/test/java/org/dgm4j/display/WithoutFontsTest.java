package org.dgm4j.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.registry.Views;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A Java without display on a machine without fonts, where AWT can't draw a letter. */
@EnabledOnOs(OS.LINUX)
class WithoutFontsTest {

  private static final String NO_LETTERS = "no letters";

  @TempDir Path folder;

  private static Map<String, View> views() {
    double[] x = IntStream.range(0, 20).asDoubleStream().toArray();
    BufferedImage image = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, 600).forEach(i -> image.setRGB(i % 30, i / 30, 6991 * i));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(
        "line",
        Chart.of("Title", Axis.linear("x"), Axis.linear("y"), new Series.Line("squares", x, x)));
    values.put("grid", Datasets.drawnDigits(14, 24, 1).train());
    values.put("bars", PoissonDistribution.of(3));
    values.put(
        "heat map",
        JointTable.of(
            new double[][] {{.1, .2}, {.3, .4}},
            Variable.of("weather", "sun", "rain"),
            Variable.of("mood", "good", "bad")));
    values.put("image", image);
    Map<String, View> views = new LinkedHashMap<>();
    values.forEach((name, value) -> views.put(name, Views.of(value).orElseThrow()));
    return views;
  }

  /** Writes each face to a file in a folder, and whether AWT can draw a letter. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      for (Map.Entry<String, View> view : views().entrySet()) {
        for (Map.Entry<String, String> face : view.getValue().bundle().data().entrySet()) {
          Files.writeString(folder.resolve(file(view.getKey(), face.getKey())), face.getValue());
        }
      }
      try {
        new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB).createGraphics().drawString("a", 1, 8);
      } catch (RuntimeException | Error e) {
        System.out.print(NO_LETTERS);
      }
    }
  }

  private static String file(String view, String mime) {
    return (view + " " + mime).replaceAll("\\W", "-");
  }

  @Test
  void figuresAreTheSame() throws Exception {
    Path fonts = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.awt.headless=true");
    command.add("-Duser.home=" + folder); // where Java remembers fonts
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Program.class.getName(), folder.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("DISPLAY", "FONTCONFIG_PATH"));
    builder.environment().put("FONTCONFIG_FILE", fonts.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertEquals(NO_LETTERS, said);
    for (Map.Entry<String, View> view : views().entrySet()) {
      MimeBundle expected = view.getValue().bundle();
      for (Map.Entry<String, String> face : expected.data().entrySet()) {
        String drawn = Files.readString(folder.resolve(file(view.getKey(), face.getKey())));
        assertEquals(face.getValue(), drawn, view.getKey());
      }
      assertTrue(isMoreThanGround(expected), view.getKey());
    }
  }

  private static boolean isMoreThanGround(MimeBundle bundle) throws Exception {
    if (bundle.get(MimeBundle.SVG) != null) {
      return bundle.get(MimeBundle.SVG).matches("(?s).*(<path|<image).*<text.*");
    }
    byte[] png = Base64.getDecoder().decode(bundle.get(MimeBundle.PNG));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    return IntStream.of(pixels).distinct().count() > 10;
  }
}
