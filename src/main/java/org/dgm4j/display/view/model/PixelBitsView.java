package org.dgm4j.display.view.model;

import java.util.Arrays;
import java.util.List;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.component.ChartRow;
import org.dgm4j.display.component.ImageGrid;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.model.pixelrnn.PixelBits;

/**
 * What the pixels of an image cost in bits, as a map for each channel; of a single image, below it.
 *
 * @param bits the bits
 */
public record PixelBitsView(PixelBits bits) implements View {

  @Override
  public MimeBundle bundle(FigureStyle style) {
    double greatest = Arrays.stream(bits.values()).max().orElse(0);
    String what = bits.examples().count() == 1 ? "bits" : "mean bits";
    List<Chart> charts =
        PixelMaps.of(what, bits.examples().shape(), bits.values(), 0, Math.max(1e-9, greatest));
    View maps = ChartRow.of(charts, text(greatest));
    return bits.examples().count() == 1
        ? Stacked.of(ImageGrid.of(bits.examples()), maps).bundle(style)
        : maps.bundle(style);
  }

  private String text(double greatest) {
    int at = 0;
    double[] values = bits.values();
    while (values[at] != greatest) {
      at++;
    }
    int[] shape = bits.examples().shape();
    int pixel = at % (shape[1] * shape[2]);
    String name = PixelMaps.name(shape[0], at / (shape[1] * shape[2]));
    return NumberText.format(
        "%s%n%s at pixel (%d, %d)%s: %s bits",
        bits,
        "The most",
        pixel / shape[2],
        pixel % shape[2],
        name.isEmpty() ? "" : ", " + name,
        NumberText.text(greatest));
  }
}
