package org.dgm4j.display.view.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.Palette;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.html.Markup;

/**
 * How far long work has come: a bar for the whole, one below it for each part within, and a picture
 * below them.
 *
 * @param bars the whole and its parts, each within the one before; at least one
 * @param picture what else there is to show, in its still face
 */
public record ProgressView(List<Bar> bars, Optional<View> picture) implements View {

  private static final int WIDTH = 480; // three quarters of the usual 640
  private static final int HEIGHT = 240; // half the width
  private static final int CELLS = 20; // 5 % each

  /**
   * A bar and the text above it.
   *
   * @param fraction the part that is done, from 0 to 1; NaN while that is unknown
   * @param status what the text says: "epoch 3/10 · 112.4 nats · 12 s left"
   */
  public record Bar(double fraction, String status) {

    private double done() {
      return Double.isNaN(fraction) ? 0 : Math.max(0, Math.min(1, fraction));
    }
  }

  public ProgressView {
    bars = List.copyOf(bars);
  }

  /** Progress with one bar and without a picture. */
  public static ProgressView of(double fraction, String status) {
    return new ProgressView(List.of(new Bar(fraction, status)), Optional.empty());
  }

  /** This progress with a further bar. */
  public ProgressView with(Bar bar) {
    List<Bar> more = new ArrayList<>(bars);
    more.add(bar);
    return new ProgressView(more, picture);
  }

  /** This progress with a chart below, in a small size. */
  public ProgressView with(Chart chart) {
    return with(small(chart));
  }

  /** The still face of a chart in a small size. */
  static View small(Chart chart) {
    ChartView small = ChartView.of(chart.size(WIDTH, HEIGHT));
    return style ->
        MimeBundle.text("")
            .with(
                MimeBundle.HTML,
                Markup.box(small.image(style), style.size().of(WIDTH), style.theme()));
  }

  /** This progress with a picture below. */
  public ProgressView with(View picture) {
    return new ProgressView(bars, Optional.of(picture));
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    StringBuilder html = new StringBuilder("<div>");
    bars.forEach(bar -> append(bar, html));
    MimeBundle bundle = MimeBundle.text(text());
    if (picture.isPresent()) {
      MimeBundle below = picture.get().bundle(style.with(FigureStyle.Mode.STATIC));
      html.append(below.get(MimeBundle.HTML));
      for (String mime : List.of(MimeBundle.SVG, MimeBundle.PNG)) {
        if (below.get(mime) != null) {
          bundle = bundle.with(mime, below.get(mime));
        }
      }
    }
    return bundle.with(MimeBundle.HTML, html.append("</div>").toString());
  }

  /** One line, whose bar is that of the whole. */
  private String text() {
    Bar whole = bars.get(0);
    int cells = (int) Math.floor(whole.done() * CELLS);
    StringBuilder text = new StringBuilder("[");
    text.append("#".repeat(cells)).append(".".repeat(CELLS - cells)).append("] ");
    text.append(
        Double.isNaN(whole.fraction)
            ? "…"
            : NumberText.format("%.0f%%", Math.floor(100 * whole.done())));
    text.append(' ').append(whole.status);
    bars.stream().skip(1).forEach(bar -> text.append(" · ").append(bar.status));
    return text.toString();
  }

  private static void append(Bar bar, StringBuilder html) {
    html.append(
        NumberText.format(
            "<div>%s</div><div role=\"progressbar\" aria-valuenow=\"%.0f\" style=\"width:%dpx;"
                + "max-width:100%%;height:8px;border-radius:4px;margin:4px 0;overflow:hidden;"
                + "background:rgba(128,128,128,0.3)\"><div style=\"width:%.1f%%;height:8px;"
                + "background:%s\"></div></div>",
            Markup.text(bar.status), 100 * bar.done(), WIDTH, 100 * bar.done(), Palette.series(0)));
  }
}
