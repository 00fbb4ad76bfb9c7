package org.dgm4j.display;

import java.util.Locale;
import java.util.Optional;

/**
 * How far long work has come: a bar and a line of text, with an optional small chart below.
 *
 * @param fraction the part that is done, from 0 to 1; NaN while that is unknown
 * @param status what the bar's text says: "epoch 3/10 · 112.4 nats · 12 s left"
 * @param curve what to draw below the bar
 */
public record ProgressView(double fraction, String status, Optional<Chart> curve) implements View {

  private static final int WIDTH = 480;
  private static final int CELLS = 20;

  /** Progress without a chart. */
  public static ProgressView of(double fraction, String status) {
    return new ProgressView(fraction, status, Optional.empty());
  }

  /** This progress with a chart below, in a small size. */
  public ProgressView with(Chart chart) {
    return new ProgressView(fraction, status, Optional.of(chart.size(WIDTH, 240)));
  }

  @Override
  public MimeBundle bundle(Look look) {
    boolean known = !Double.isNaN(fraction);
    double done = known ? Math.max(0, Math.min(1, fraction)) : 0;
    int cells = (int) Math.floor(done * CELLS);
    String percent = known ? String.format(Locale.ROOT, "%.0f%%", Math.floor(100 * done)) : "…";
    String text =
        "[" + "#".repeat(cells) + ".".repeat(CELLS - cells) + "] " + percent + " " + status;
    String bar =
        String.format(
            Locale.ROOT,
            "<div><div>%s</div><div role=\"progressbar\" aria-valuenow=\"%.0f\" style=\"width:%dpx;"
                + "max-width:100%%;height:8px;border-radius:4px;margin:4px 0;overflow:hidden;"
                + "background:rgba(128,128,128,0.3)\"><div style=\"width:%.1f%%;height:8px;"
                + "background:%s\"></div></div>",
            Markup.escape(status),
            100 * done,
            WIDTH,
            100 * done,
            Palette.series(0));
    String chart =
        curve
            .map(c -> Markup.box(c.image(look), look.size().of(c.width()), look.theme()))
            .orElse("");
    return MimeBundle.text(text).with(MimeBundle.HTML, bar + chart + "</div>");
  }
}
