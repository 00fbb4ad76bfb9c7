package org.dgm4j.display.view.evaluation;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.component.ChartRow;
import org.dgm4j.display.component.ImageGrid;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.html.TextSize;
import org.dgm4j.display.svg.Svg;
import org.dgm4j.display.view.value.SamplesView;
import org.dgm4j.evaluation.ModelScore;

/**
 * Samples of several models side by side, each below the model's name, images in the same colours.
 *
 * @param names what the samples are called, those of the first at the left
 * @param samples the samples of each
 * @param columns how many images stand beside one another
 * @param block about so wide are the samples of one
 */
record ModelSamplesView(List<String> names, List<Samples> samples, int columns, int block)
    implements View {

  /** The width of a page of a notebook, beyond which the next models go below. */
  private static final int PAGE = 770;

  /** About so wide are the samples of a model: four of them fit on a page. */
  private static final int BLOCK = 180;

  private static final int GAP = 16;

  /** What is left free below the sentences above. */
  private static final int ABOVE = 10;

  /** A line of text with air above and below it. */
  private static final int NAME = 20;

  /** The samples of compared models, four of them beside one another. */
  static ModelSamplesView of(List<ModelScore> models) {
    int count = models.get(0).samples().count();
    return new ModelSamplesView(
        models.stream().map(ModelScore::name).toList(),
        models.stream().map(ModelScore::samples).toList(),
        (int) Math.ceil(Math.sqrt(count)),
        BLOCK);
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    if (!samples.stream().allMatch(Samples::isImages)) {
      return ChartRow.of(
              IntStream.range(0, names.size())
                  .mapToObj(i -> SamplesView.of(samples.get(i)).chart().titled(names.get(i)))
                  .map(chart -> chart.size(chart.width() / 2, chart.height() / 2))
                  .toList())
          .bundle(style);
    }
    List<ImageGrid> grids = grids();
    String text = "Samples of " + String.join(", ", names);
    Layout layout = Layout.of(grids, style.size().of(block), style);
    String svg = svg(grids, layout, style);
    return MimeBundle.text(text)
        .with(MimeBundle.SVG, svg)
        .with(
            MimeBundle.HTML,
            Markup.box(
                Markup.image(svg, layout.width(), layout.height(), text),
                layout.width(),
                style.theme()));
  }

  /** Grids in which a value has the same colour. */
  private List<ImageGrid> grids() {
    List<ImageGrid> grids = samples.stream().map(ImageGrid::of).toList();
    double low = grids.stream().mapToDouble(ImageGrid::low).min().orElseThrow();
    double high = grids.stream().mapToDouble(ImageGrid::high).max().orElseThrow();
    ImageGrid signed =
        grids.stream().filter(grid -> grid.low() < 0).findFirst().orElse(grids.get(0));
    double bound = Math.max(-low, high);
    return grids.stream()
        .map(grid -> grid.columns(columns).colors(signed.colors()))
        .map(grid -> grid.range(low < 0 ? -bound : low, low < 0 ? bound : high))
        .toList();
  }

  /**
   * Where the grids stand.
   *
   * @param times how often a pixel of a grid is repeated, across and down
   * @param block the width of a grid on the page
   * @param rise the height of a grid with its name
   * @param inRow how many stand beside one another
   */
  private record Layout(int count, int times, int block, int rise, int inRow) {

    static Layout of(List<ImageGrid> grids, double wanted, FigureStyle style) {
      int width = grids.stream().mapToInt(ImageGrid::pixelWidth).max().orElseThrow();
      int height = grids.stream().mapToInt(ImageGrid::pixelHeight).max().orElseThrow();
      int times = Math.max(1, (int) Math.round(wanted / Math.max(width, height)));
      int inRow = Math.max(1, (style.size().of(PAGE) + GAP) / (times * width + GAP));
      return new Layout(
          grids.size(), times, times * width, NAME + times * height, Math.min(inRow, grids.size()));
    }

    int left(int grid) {
      return grid % inRow * (block + GAP);
    }

    int top(int grid) {
      return ABOVE + grid / inRow * (rise + GAP);
    }

    int width() {
      return inRow * (block + GAP) - GAP;
    }

    int height() {
      return top(count - 1) + rise;
    }
  }

  private String svg(List<ImageGrid> grids, Layout layout, FigureStyle style) {
    Svg out =
        new Svg(style.theme(), layout.width(), layout.height(), layout.width(), layout.height());
    IntStream.range(0, grids.size())
        .forEach(
            i -> {
              ImageGrid grid = grids.get(i);
              String name = TextSize.squeeze(names.get(i), TextSize.USUAL, layout.block());
              out.text(name, layout.left(i), layout.top(i) + TextSize.USUAL, Svg.Anchor.START);
              out.element(
                  String.format(
                      Locale.ROOT,
                      "<image x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\""
                          + " style=\"image-rendering:pixelated\" href=\"data:image/png;base64,%s\"/>",
                      layout.left(i),
                      layout.top(i) + NAME,
                      layout.times() * grid.pixelWidth(),
                      layout.times() * grid.pixelHeight(),
                      Base64.getEncoder().encodeToString(grid.png())));
            });
    return out.document();
  }
}
