package org.dgm4j.display.view.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ImageGrid;
import org.dgm4j.display.view.value.SamplesView;
import org.dgm4j.model.Completions;

/**
 * Completed images: in each row an image, what is known of it on blue, and its completions.
 * Examples that are no images stand below their completions as rows of numbers.
 *
 * @param completions the completions
 */
public record CompletionsView(Completions completions) implements View {

  private static final int MOST = 16; // rows of digits at twice their size are 900 units high

  @Override
  public MimeBundle bundle(FigureStyle style) {
    int count = Math.min(MOST, completions.originals().count());
    Samples originals = completions.originals().first(count);
    List<Samples> columns = new ArrayList<>();
    columns.add(originals);
    int known = originals.isImages() ? 1 : 0;
    if (known > 0) {
      columns.add(originals);
    }
    completions.completed().forEach(samples -> columns.add(samples.first(count)));
    int dimensions = originals.dimensions();
    boolean[] mask = completions.mask().known(originals.shape());
    float[] values = new float[columns.size() * count * dimensions];
    BitSet unknown = new BitSet();
    for (int n = 0; n < count; n++) {
      for (int c = 0; c < columns.size(); c++) {
        columns.get(c).copyRow(n, values, (n * columns.size() + c) * dimensions);
      }
      for (int i = 0; i < known * dimensions; i++) {
        int place = (n * columns.size() + 1) * dimensions + i;
        unknown.set(place, !mask[i % mask.length]);
        values[place] = mask[i % mask.length] ? values[place] : 0;
      }
    }
    Samples all = Samples.of(values, columns.size() * count, originals.shape());
    String shown = count < completions.originals().count() ? "; the first " + count + " shown" : "";
    if (!all.isImages()) {
      return new Captioned(completions + shown, SamplesView.of(all)).bundle(style);
    }
    return ImageGrid.of(all)
        .columns(columns.size())
        .unknown(unknown)
        .caption(
            "In each row: an image, what is known of it (the rest is blue), and its completions")
        .bundle(completions + shown, style);
  }
}
