package org.dgm4j.display;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes to the front end: one content for each MIME type, in rising order of richness. Binary
 * types are base64. A bundle always has {@code text/plain}.
 *
 * @param data the content of each type
 * @param figure the content of {@link #PLOTLY}, of maps, lists, strings, booleans and finite
 *     numbers; empty where there is none
 * @param needsPlotly whether the HTML shows more once {@code PlotlySource.script()} is on the page;
 *     where in the page, and whether before or after, does not matter
 */
public record MimeBundle(
    Map<String, String> data, Map<String, Object> figure, boolean needsPlotly) {

  public static final String TEXT = "text/plain";
  public static final String HTML = "text/html";
  public static final String SVG = "image/svg+xml";
  public static final String PNG = "image/png";
  public static final String PLOTLY = "application/vnd.plotly.v1+json";

  /** All types that a bundle may have. */
  public static final List<String> TYPES = List.of(TEXT, PLOTLY, HTML, SVG, PNG);

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
    figure = Collections.unmodifiableMap(new LinkedHashMap<>(figure));
  }

  /** A bundle that is text only. */
  public static MimeBundle text(String text) {
    return new MimeBundle(Map.of(TEXT, text), Map.of(), false);
  }

  /** This bundle with one more type. */
  public MimeBundle with(String mime, String content) {
    Map<String, String> more = new LinkedHashMap<>(data);
    more.put(mime, content);
    return new MimeBundle(more, figure, needsPlotly);
  }

  /** This bundle with HTML that shows more once Plotly is on the page. */
  public MimeBundle withPlotly() {
    return new MimeBundle(data, figure, true);
  }

  /** This bundle with a figure for front ends that bring Plotly with them. */
  public MimeBundle withFigure(Map<String, Object> figure) {
    return new MimeBundle(data, figure, needsPlotly);
  }

  /** All contents by type: texts, and the figure as maps and lists. */
  public Map<String, Object> contents() {
    Map<String, Object> all = new LinkedHashMap<>(data);
    if (!figure.isEmpty()) {
      all.put(PLOTLY, figure);
    }
    return all;
  }

  /** The content of a type, or null. */
  public String get(String mime) {
    return data.get(mime);
  }
}
