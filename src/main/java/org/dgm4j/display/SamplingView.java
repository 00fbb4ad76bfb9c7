package org.dgm4j.display;

import java.util.Locale;
import org.dgm4j.data.Samples;
import org.dgm4j.model.SamplingProgress;

/** A sampling while it runs: how far it has come, and the images as far as they are drawn. */
public final class SamplingView {

  private SamplingView() {}

  /** A running sampling: bar, numbers, and the images on grey. */
  public static View of(SamplingProgress progress) {
    return of(progress, 0);
  }

  /**
   * A running sampling with so many images in a row.
   *
   * @param columns 0 for the number that suits
   */
  public static View of(SamplingProgress progress, int columns) {
    String status =
        String.format(
            Locale.ROOT,
            "%s · %s left",
            Numbers.count(progress.count(), "sample"),
            TrainingView.time(progress.remainingSeconds()));
    return with(ProgressView.of(progress.fraction(), status), progress, columns);
  }

  /** A sampling that was interrupted, with so many images in a row. */
  public static View interrupted(SamplingProgress progress, int columns) {
    String status =
        String.format(
            Locale.ROOT,
            "Interrupted after %.1f s, when %.0f %% were drawn",
            progress.seconds(),
            100 * progress.fraction());
    return with(look -> MimeBundle.text(status), progress, columns);
  }

  /** A sampling that has ended, in a line. */
  public static View ended(SamplingProgress progress) {
    String text =
        String.format(
            Locale.ROOT,
            "%s in %.1f s",
            Numbers.count(progress.count(), "sample"),
            progress.seconds());
    return look -> MimeBundle.text(text);
  }

  private static View with(View heading, SamplingProgress progress, int columns) {
    Samples samples = progress.samples();
    if (!samples.isImages()) {
      return heading;
    }
    float[] values = samples.values();
    float grey = (float) Math.max(1, Summary.of(samples).greatest()) / 2;
    for (int i = 0; i < values.length; i++) {
      values[i] = progress.drawn()[i] ? values[i] : grey;
    }
    ImageGrid grid = ImageGrid.of(samples.withValues(values));
    return Stacked.of(heading, columns == 0 ? grid : grid.columns(columns));
  }
}
