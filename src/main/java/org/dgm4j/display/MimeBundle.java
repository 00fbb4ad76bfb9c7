package org.dgm4j.display;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes to the front end: one content for each MIME type, in rising order of richness. Binary
 * types are base64. A bundle always has {@code text/plain}.
 *
 * @param data the content of each type
 * @param needsPlotly whether the HTML shows more once {@link PlotlySource#script()} is on the page;
 *     where in the page, and whether before or after, does not matter
 */
public record MimeBundle(Map<String, String> data, boolean needsPlotly) {

  public static final String TEXT = "text/plain";
  public static final String HTML = "text/html";
  public static final String SVG = "image/svg+xml";
  public static final String PNG = "image/png";

  /**
   * A bundle of these contents.
   *
   * @throws IllegalArgumentException if there is no {@code text/plain}
   */
  public MimeBundle {
    if (!data.containsKey(TEXT)) {
      throw new IllegalArgumentException("A bundle needs text/plain, but has " + data.keySet());
    }
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** A bundle that is text only. */
  public static MimeBundle text(String text) {
    return new MimeBundle(Map.of(TEXT, text), false);
  }

  /** This bundle with one more type. */
  public MimeBundle with(String mime, String content) {
    Map<String, String> more = new LinkedHashMap<>(data);
    more.put(mime, content);
    return new MimeBundle(more, needsPlotly);
  }

  /** This bundle with HTML that shows more once Plotly is on the page. */
  MimeBundle withPlotly() {
    return new MimeBundle(data, true);
  }

  /** The content of a type, or null. */
  public String get(String mime) {
    return data.get(mime);
  }
}
