package org.dgm4j.display.view.model;

import java.util.Arrays;
import java.util.List;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.component.ChartRow;
import org.dgm4j.model.pixelrnn.ReceptiveField;

/**
 * A receptive field as a map of the image for each channel: from dark, where the log-probability of
 * the pixel hardly depends on a value, to light, where it depends most; where it does not depend at
 * all there is nothing. Colours go by powers of ten. The pixel is marked.
 *
 * @param field the field, as measured
 */
public record ReceptiveFieldView(ReceptiveField field) implements View {

  @Override
  public MimeBundle bundle(FigureStyle style) {
    double[] logarithms =
        Arrays.stream(field.values()).map(v -> v == 0 ? Double.NaN : Math.log10(v)).toArray();
    Summary summary = Summary.of(logarithms);
    boolean seen = summary.count() > 0;
    double low = seen ? Math.floor(summary.least()) : -1;
    double high = seen ? Math.max(low + 1, Math.ceil(summary.greatest())) : 0;
    Series mark =
        new Series.Points("the pixel", new double[] {field.column()}, new double[] {field.row()});
    List<Chart> charts =
        PixelMaps.of("log₁₀ |∂ log p / ∂x|", field.shape(), logarithms, low, high, mark);
    return ChartRow.of(charts, text()).bundle(style);
  }

  private String text() {
    Summary summary = Summary.of(field.values());
    return field
        + "\nmean |∂ log p / ∂x| in nats, x from 0 to 1: greatest "
        + NumberText.text(summary.greatest());
  }
}
