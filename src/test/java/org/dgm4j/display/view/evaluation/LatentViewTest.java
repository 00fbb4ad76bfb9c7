package org.dgm4j.display.view.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.dgm4j.data.Samples;
import org.dgm4j.display.Chromium;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.html.PngTest;
import org.dgm4j.evaluation.BlobModel;
import org.dgm4j.evaluation.latent.Latent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentViewTest {

  private static final int SIDE = 28;

  @TempDir Path folder;

  /** Bright spots at the corners and in the middle of a square. */
  static Samples spots(BlobModel model) {
    float[] codes = {-2, -2, 2, -2, -2, 2, 2, 2, 0, 0};
    return model.decode(Samples.vectors(codes, 5, 2)).labelled(0, 1, 2, 3, 4);
  }

  private static String explorer() {
    BlobModel model = new BlobModel(SIDE, 2);
    return LatentView.of(Latent.explorer(model, spots(model))).bundle().get(MimeBundle.HTML);
  }

  /** Moves the pointer to a part of the plane's picture, and notes what is shown then. */
  private static String pointer(double across, double down) {
    return """
        <script>
        onload = () => {
          const [plane, sheet] = document.querySelectorAll('img');
          const area = plane.getBoundingClientRect();
          plane.dispatchEvent(new PointerEvent('pointermove',
              {clientX: area.left + %s * area.width, clientY: area.top + %s * area.height}));
          const canvas = document.querySelector('canvas');
          const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let best = 0;
          for (let i = 0; i < pixels.data.length; i += 4) {
            if (pixels.data[i] > pixels.data[best]) best = i;
          }
          const note = document.createElement('p');
          const shown = [sheet, canvas].map(e => getComputedStyle(e).display !== 'none');
          note.textContent = `shown ${shown} brightest ${best / 4 %% canvas.width} `
              + `${Math.floor(best / 4 / canvas.width)}`;
          document.body.append(note);
        };
        </script>"""
        .formatted(across, down);
  }

  @Test
  void theDecodingAtThePointerIsShown() throws Exception {
    for (double[] place : new double[][] {{0.2, 0.85}, {0.9, 0.15}, {0.55, 0.45}}) {
      String page = Chromium.elements(folder, explorer() + pointer(place[0], place[1]));
      Matcher said =
          Pattern.compile("decoding of z = \\((-?[\\d.]+), (-?[\\d.]+)\\)").matcher(page);
      assertTrue(said.find(), page.substring(page.length() - 1500));
      double u = Double.parseDouble(said.group(1));
      double v = Double.parseDouble(said.group(2));
      assertEquals(place[0] < 0.5 ? -1 : place[0] < 0.6 ? 0 : 1, (int) Math.round(u / 1.8), page);
      assertEquals(place[1] > 0.5 ? -1 : place[1] > 0.4 ? 0 : 1, (int) Math.round(v / 1.8), page);
      Matcher bright = Pattern.compile("shown false,true brightest (\\d+) (\\d+)").matcher(page);
      assertTrue(bright.find(), page.substring(page.length() - 1500));
      assertEquals(u, (Integer.parseInt(bright.group(1)) - 13.5) * 6 / SIDE, 0.25);
      assertEquals(-v, (Integer.parseInt(bright.group(2)) - 13.5) * 6 / SIDE, 0.25);
    }
  }

  @Test
  void theExplorerNeedsNoNetworkAndLittleRoom() {
    String html = explorer();
    assertTrue(html.length() < 300_000, html.length() + " characters");
    assertFalse(html.replaceAll("data:[^\"]*", "").contains("http"));
    assertEquals(2, html.split("<img ", -1).length - 1, "both pictures stand without scripts");
  }

  @Test
  void noisyDecodingsAreKeptSmall() {
    BlobModel model = new BlobModel(SIDE, 2);
    Latent.Explorer explorer = Latent.explorer(model, spots(model));
    Samples decoded = explorer.manifold().decoded();
    float[] values = decoded.values();
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(1, Math.max(0, values[i] + 0.1f * (float) random.nextGaussian()));
    }
    Latent.Explorer noisy =
        new Latent.Explorer(
            explorer.scatter(),
            new Latent.Manifold(
                explorer.manifold().plane(),
                explorer.manifold().u(),
                explorer.manifold().v(),
                decoded.withValues(values)));
    int length = LatentView.of(noisy).bundle().get(MimeBundle.HTML).length();
    assertTrue(length < 350_000, length + " characters");
  }

  @Test
  void decodingsOfLevelsAreScaledToTheirGreatest() {
    float[] levels = new float[4 * SIDE * SIDE];
    levels[0] = 255;
    levels[1] = 51;
    Samples decoded = Samples.images(levels, 4, 1, SIDE, SIDE);
    double[] places = {0, 1};
    BlobModel model = new BlobModel(SIDE, 2);
    Latent.Scatter scatter = Latent.scatter(model, spots(model));
    Latent.Manifold manifold = new Latent.Manifold(scatter.plane(), places, places, decoded);
    for (View view :
        List.of(LatentView.of(manifold), LatentView.of(new Latent.Explorer(scatter, manifold)))) {
      var image = PngTest.decode(Base64.getDecoder().decode(view.bundle().get(MimeBundle.PNG)));
      assertEquals(255, image.getRGB(0, 0) & 0xFF);
      assertEquals(51, image.getRGB(1, 0) & 0xFF, 4);
      assertEquals(0, image.getRGB(2, 0) & 0xFF);
    }
  }

  @Test
  void codesOfALabelAreOneSeries() {
    BlobModel model = new BlobModel(SIDE, 2);
    Chart chart = LatentView.chart(Latent.scatter(model, spots(model)));
    assertEquals(5, chart.series().size());
    assertEquals("4", chart.series().get(4).name());
    Series.Points middle = (Series.Points) chart.series().get(4);
    assertEquals(0, middle.x()[0], 0.01);
    Samples unlabelled = model.decode(Samples.vectors(new float[] {0, 0, 1, 1}, 2, 2));
    assertEquals(1, LatentView.chart(Latent.scatter(model, unlabelled)).series().size());
  }

  @Test
  void decodingsThatAreNoImagesAreShownAsVectors() {
    Samples vectors = Samples.vectors(new float[] {0, 1, 2, 3, 4, 5}, 3, 2);
    View view = LatentView.of(new Latent.Interpolation(3, vectors, vectors));
    assertTrue(view.bundle().get(MimeBundle.TEXT).contains("3 vectors of 2 dimensions"));
    double[] places = IntStream.range(0, 2).asDoubleStream().toArray();
    BlobModel model = new BlobModel(SIDE, 2);
    Latent.Scatter scatter = Latent.scatter(model, spots(model));
    Samples four = Samples.vectors(new float[8], 4, 2);
    Latent.Explorer none =
        new Latent.Explorer(scatter, new Latent.Manifold(scatter.plane(), places, places, four));
    assertThrows(IllegalArgumentException.class, () -> LatentView.of(none));
  }

  @Test
  void thePictureOfAManifoldHasADecodingForEachCode() {
    Latent.Manifold manifold = Latent.manifold(new BlobModel(SIDE, 2), 3);
    String png = LatentView.of(manifold).bundle().get(MimeBundle.PNG);
    var image = PngTest.decode(Base64.getDecoder().decode(png));
    assertEquals(3 * 29 - 1, image.getWidth());
    assertEquals(3 * 29 - 1, image.getHeight());
  }
}
