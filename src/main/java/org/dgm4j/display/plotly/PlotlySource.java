package org.dgm4j.display.plotly;

import java.util.zip.Deflater;
import org.dgm4j.display.html.Compressed;
import org.dgm4j.display.html.Script;

/**
 * The plotly.js library as a script element, from the class path and without any network. It turns
 * the pictures of all figures on its page into interactive ones: those before it, those after it,
 * and those still to come. A page needs it once; sent again it does nothing.
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
