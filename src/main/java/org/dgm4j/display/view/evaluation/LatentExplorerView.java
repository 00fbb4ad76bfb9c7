package org.dgm4j.display.view.evaluation;

import java.util.Base64;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.DownsampledChart;
import org.dgm4j.display.component.ImageGrid;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.html.Script;
import org.dgm4j.display.svg.Frame;
import org.dgm4j.display.svg.SvgRenderer;
import org.dgm4j.evaluation.latent.Latent;

/**
 * Codes in their plane beside the decodings of a grid over it. Where scripts run, the decoding at
 * the pointer is shown large; it needs neither kernel nor network.
 */
record LatentExplorerView(Latent.Explorer explorer) implements View {

  private static final int SIDE = 340; // with SHOWN beside it, below the usual 640
  private static final int SHOWN = 290; // about the plot of a chart of SIDE
  private static final double LEVELS = 31; // 32 levels, five bits

  /**
   * @throws IllegalArgumentException if the decodings are no images
   */
  LatentExplorerView {
    if (!explorer.manifold().decoded().isImages()) {
      throw new IllegalArgumentException(
          "An explorer shows images, but the decodings are vectors: use Latent.scatter");
    }
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    DownsampledChart downsampled =
        DownsampledChart.of(LatentView.chart(explorer.scatter()).size(SIDE, SIDE));
    SvgRenderer renderer = new SvgRenderer(style.theme());
    String svg = renderer.render(downsampled);
    Frame frame = renderer.frame(downsampled);
    Latent.Manifold manifold = explorer.manifold();
    double[] u = manifold.u();
    double[] v = manifold.v();
    ImageGrid grid = LatentView.grid(coarse(manifold.decoded()), u.length).scale(1);
    byte[] png = grid.png();
    int side = style.size().of(SIDE);
    int shown = style.size().of(SHOWN);
    int[] shape = manifold.decoded().shape();
    String text =
        NumberText.format(
            "%s in %s, and the decodings of %d × %d codes over it",
            NumberText.count(explorer.scatter().points().count(), "code"),
            manifold.plane(),
            v.length,
            u.length);
    String html =
        "<div><div>"
            + Markup.text(text)
            + "</div><div style=\"display:flex;flex-wrap:wrap;align-items:center\">"
            + Markup.image(svg, side, side, text)
            + Markup.image(MimeBundle.PNG, png, shown, shown * shape[1] / shape[2], text, "")
            + "</div><div>&nbsp;</div></div>"
            + style.script(
                Script.call(
                    "explorer.js",
                    shape[2],
                    shape[1],
                    grid.pitch(),
                    u,
                    v,
                    new double[] {
                      SIDE,
                      frame.left(),
                      frame.right(),
                      frame.top(),
                      frame.bottom(),
                      frame.x().low(),
                      frame.x().high(),
                      frame.y().low(),
                      frame.y().high()
                    },
                    manifold.plane().isPrincipal()));
    return MimeBundle.text(text)
        .with(MimeBundle.SVG, svg)
        .with(MimeBundle.PNG, Base64.getEncoder().encodeToString(png))
        .with(MimeBundle.HTML, html);
  }

  /** In 32 levels of grey, which take half the space and look the same. */
  private static Samples coarse(Samples images) {
    double white = LatentView.white(images);
    float[] values = images.values();
    for (int i = 0; i < values.length; i++) {
      double part = Math.max(0, Math.min(1, values[i] / white));
      values[i] = (float) (Math.rint(part * LEVELS) / LEVELS);
    }
    return images.withValues(values);
  }
}
