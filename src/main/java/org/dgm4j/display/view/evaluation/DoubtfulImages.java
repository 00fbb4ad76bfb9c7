package org.dgm4j.display.view.evaluation;

import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.component.ImageGrid;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.html.TextSize;
import org.dgm4j.display.svg.Svg;
import org.dgm4j.evaluation.Classification;

/**
 * The images of whose labels a model is least sure, in a row, the least sure first; below each its
 * label, the answer and the probability of that.
 *
 * @param classification of images
 */
record DoubtfulImages(Classification classification) implements View {

  private static final int PAGE = 770; // the width of a page of a notebook
  private static final int CELL = 76; // ten of them on a page, wide enough for the words below
  private static final int GAP = 10; // between images, so that words below them are apart
  private static final int LINE = 16; // a line of text with air above it
  private static final String HEADING =
      "The images it doubts most: label → answer, and p(answer | x)";

  /** Whether a classification is of images in grey or in red, green and blue. */
  static boolean canShow(Classification classification) {
    int channels = classification.examples().shape()[0];
    return classification.examples().isImages() && (channels == 1 || channels == 3);
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    Samples all = classification.examples();
    int side = Math.max(all.shape()[1], all.shape()[2]);
    int cell = Math.max(style.size().of(CELL), side + GAP);
    int times = (cell - GAP) / side;
    int[] shown = classification.mostDoubtful(Math.max(1, style.size().of(PAGE) / cell));
    ImageGrid common = ImageGrid.of(all.select(shown));
    int[] answers = classification.predicted();
    double[] confidence = classification.confidence();
    int above = 3 * LINE / 2;
    int below = above + times * all.shape()[1];
    int height = below + 3 * LINE;
    int width = Math.max(cell * shown.length, (int) TextSize.width(HEADING, TextSize.USUAL) + GAP);
    Svg out = new Svg(style.theme(), width, height, width, height);
    out.text(HEADING, 0, LINE, Svg.Anchor.START);
    for (int i = 0; i < shown.length; i++) {
      int n = shown[i];
      double left = i * cell + (cell - times * all.shape()[2]) / 2.0;
      double middle = (i + 0.5) * cell;
      ImageGrid image =
          ImageGrid.of(all.range(n, n + 1))
              .colors(common.colors())
              .range(common.low(), common.high());
      out.element(
          NumberText.format(
              "<image x=\"%s\" y=\"%d\" width=\"%d\" height=\"%d\""
                  + " style=\"image-rendering:pixelated\" href=\"data:image/png;base64,%s\"/>",
              Svg.number(left),
              above,
              times * all.shape()[2],
              times * all.shape()[1],
              Base64.getEncoder().encodeToString(image.png())));
      out.text(all.label(n) + " → " + answers[n], middle, below + LINE, Svg.Anchor.MIDDLE);
      out.text(NumberText.fixed(confidence[n], 3), middle, below + 2 * LINE, Svg.Anchor.MIDDLE);
    }
    String text =
        IntStream.of(shown)
            .mapToObj(
                n ->
                    NumberText.format(
                        "image %d: %d → %d, %.3f", n, all.label(n), answers[n], confidence[n]))
            .collect(Collectors.joining("\n", HEADING + "\n", ""));
    String svg = out.document();
    return MimeBundle.text(text)
        .with(MimeBundle.SVG, svg)
        .with(
            MimeBundle.HTML,
            Markup.box(Markup.image(svg, width, height, text), width, style.theme()));
  }
}
