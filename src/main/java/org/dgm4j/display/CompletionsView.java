package org.dgm4j.display;

import java.util.ArrayList;
import java.util.List;
import org.dgm4j.data.Samples;
import org.dgm4j.model.Completions;

/**
 * Completed images: in each row an image, what is known of it on grey, and its completions.
 * Examples that are no images stand as rows of numbers below one another.
 *
 * @param completions the completions
 */
public record CompletionsView(Completions completions) implements View {

  private static final int MOST = 16;

  @Override
  public MimeBundle bundle(Look look) {
    int count = Math.min(MOST, completions.originals().count());
    Samples originals = completions.originals().first(count);
    List<Samples> columns = new ArrayList<>();
    columns.add(originals);
    columns.add(known(originals));
    completions.completed().forEach(samples -> columns.add(samples.first(count)));
    int dimensions = originals.dimensions();
    float[] values = new float[columns.size() * count * dimensions];
    for (int n = 0; n < count; n++) {
      for (int c = 0; c < columns.size(); c++) {
        columns.get(c).copyRow(n, values, (n * columns.size() + c) * dimensions);
      }
    }
    Samples all = Samples.of(values, columns.size() * count, originals.shape());
    String shown = count < completions.originals().count() ? "; the first " + count + " shown" : "";
    if (!all.isImages()) {
      return new Captioned(completions + shown, SamplesView.of(all)).bundle(look);
    }
    return ImageGrid.of(all)
        .columns(columns.size())
        .caption("In each row: an image, what is known of it, and its completions")
        .bundle(completions + shown, look);
  }

  /** The examples with grey where they are not known. */
  private Samples known(Samples originals) {
    boolean[] known = completions.mask().known(originals.shape());
    float grey = (float) Math.max(1, Summary.of(completions.originals()).greatest()) / 2;
    float[] values = originals.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = known[i % known.length] ? values[i] : grey;
    }
    return Samples.of(values, originals.count(), originals.shape());
  }
}
