package org.dgm4j.display.plotly;

import java.util.zip.Deflater;
import org.dgm4j.display.html.Compressed;
import org.dgm4j.display.html.Script;

/**
 * The plotly.js library as a script element, from the class path and without any network. It turns
 * the pictures of all figures on its page into interactive ones: those before it, those after it,
 * and those still to come. A page needs it once; sent again it does nothing.
 *
 * <p>It is version 1.54.1, of which there is a part for charts with two axes, made small: 456 kB as
 * sent. A newer one comes only whole: 2.35.3 would be 3.2 MB, and 1.9 MB without blanks and long
 * names, in every notebook with a figure. What makes 1.54.1 unsafe, CVE-2023-46308, takes a figure
 * whose buttons or sliders name the prototype of all objects: tablesaw's {@code FigureView} shows
 * such a figure as a picture, and no other view has buttons of its own.
 */
public final class PlotlySource {

  private static final String LIBRARY =
      "/META-INF/resources/webjars/plotly.js/1.54.1/dist/plotly-cartesian.min.js";

  private PlotlySource() {}

  /** The script element, about 450 kB of HTML. */
  public static String script() {
    return Holder.SCRIPT;
  }

  private static final class Holder {
    private static final String SCRIPT =
        Script.call(
            "plotly.js",
            Compressed.of(Script.resource(PlotlySource.class, LIBRARY), Deflater.BEST_COMPRESSION));
  }
}
