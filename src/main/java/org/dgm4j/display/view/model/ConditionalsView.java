package org.dgm4j.display.view.model;

import java.util.Arrays;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.component.ImageGrid;

/**
 * Images, and beside each what a model expected of every pixel from those before it: p(x_i = 1 |
 * x_&lt;i) from black for 0 to white for 1.
 *
 * @param images the images
 * @param conditionals the conditional probabilities, of the same shape
 */
public record ConditionalsView(Samples images, Samples conditionals) implements View {

  private static final int PAIRS = 4; // eight images, as a grid of many has at least

  /**
   * @throws IllegalArgumentException if the shapes or counts differ
   */
  public ConditionalsView {
    if (images.count() != conditionals.count()
        || !Arrays.equals(images.shape(), conditionals.shape())) {
      throw new IllegalArgumentException(
          "There must be one image of conditionals for each image, of the same shape, but there are "
              + images
              + " and "
              + conditionals
              + "; pass model.conditionals(images)");
    }
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    int dimensions = images.dimensions();
    float[] values = new float[2 * images.count() * dimensions];
    for (int i = 0; i < images.count(); i++) {
      images.copyRow(i, values, 2 * i * dimensions);
      conditionals.copyRow(i, values, (2 * i + 1) * dimensions);
    }
    return ImageGrid.of(Samples.of(values, 2 * images.count(), images.shape()))
        .columns(2 * Math.max(1, Math.min(PAIRS, images.count())))
        .caption("Pairs: an image x, and beside it p(xᵢ = 1 | x₁ … xᵢ₋₁)")
        .bundle(style);
  }
}
