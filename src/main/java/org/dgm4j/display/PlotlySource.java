package org.dgm4j.display;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

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
            Base64.getEncoder().encodeToString(gzip(Script.resource(PlotlySource.class, LIBRARY))));
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
