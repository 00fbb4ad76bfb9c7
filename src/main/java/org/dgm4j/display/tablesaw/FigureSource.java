package org.dgm4j.display.tablesaw;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.Palette;
import org.dgm4j.display.plotly.PlotlyChart;

/**
 * What a figure of tablesaw-jsplot draws, read from its JavaScript, the only public form of it:
 * object literals with unquoted names, single quotes, trailing commas and NaN.
 *
 * @param traces Plotly's traces
 * @param layout Plotly's layout
 */
record FigureSource(List<Map<String, Object>> traces, Map<String, Object> layout) {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_TRAILING_COMMA,
              JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
              JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS,
              JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
              JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  private static final Pattern VARIABLE = Pattern.compile("(?m)^\\s*var (layout|trace\\d+) =");
  private static final Pattern CALL =
      Pattern.compile("Plotly\\.newPlot\\(document\\.getElementById\\(\"[^\"]*\"\\),");

  /** The figure of a script or a page; empty if it is written in another way. */
  static Optional<FigureSource> of(String javascript) {
    try {
      Matcher call = CALL.matcher(javascript);
      if (call.find()) {
        Object[] both =
            MAPPER.readValue(
                "[" + javascript.substring(call.end(), javascript.lastIndexOf(')')) + "]",
                Object[].class);
        return Optional.of(new FigureSource(maps(both[0]), map(both[1])));
      }
      List<Map<String, Object>> traces = new ArrayList<>();
      Map<String, Object> layout = new LinkedHashMap<>();
      Matcher variable = VARIABLE.matcher(javascript);
      while (variable.find()) {
        Map<String, Object> value =
            map(MAPPER.readValue(javascript.substring(variable.end()), Object.class));
        if (variable.group(1).equals("layout")) {
          layout = value;
        } else {
          traces.add(value);
        }
      }
      return traces.isEmpty() ? Optional.empty() : Optional.of(new FigureSource(traces, layout));
    } catch (JsonProcessingException | ClassCastException e) {
      return Optional.empty();
    }
  }

  private static List<Map<String, Object>> maps(Object list) {
    return ((List<?>) list).stream().map(FigureSource::map).toList();
  }

  static Map<String, Object> map(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((key, entry) -> map.put(key.toString(), entry));
    }
    return map;
  }

  /** The heading, or the empty string. */
  String title() {
    return title(layout);
  }

  /** The title of an axis, such as "xaxis2", or the empty string. */
  String title(String axis) {
    return title(map(layout.get(axis)));
  }

  private static String title(Map<String, Object> owner) {
    Object title = owner.get("title");
    Object text = title instanceof Map<?, ?> map ? map.get("text") : title;
    return text == null ? "" : plain(text.toString());
  }

  /** A text without the entities in which jsplot writes it. */
  static String plain(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#36;", "$")
        .replace("&amp;", "&");
  }

  /** The width of the figure, or the usual one. */
  int width(int usual) {
    return layout.get("width") instanceof Number width ? width.intValue() : usual;
  }

  /** The type of a trace: "scatter" if it has none. */
  static String type(Map<String, Object> trace) {
    return String.valueOf(trace.getOrDefault("type", "scatter"));
  }

  /** This figure for Plotly, in which names of data are text, not markup, and colours are ours. */
  PlotlyChart chart(FigureStyle style) {
    List<Map<String, Object>> safe = new ArrayList<>();
    for (Map<String, Object> trace : traces) {
      Map<String, Object> copy = new LinkedHashMap<>(trace);
      for (String key : List.of("x", "y", "labels", "name")) {
        copy.computeIfPresent(key, (k, value) -> escaped(value));
      }
      if (!type(trace).equals("pie") && String.valueOf(trace.getOrDefault("name", "")).isBlank()) {
        copy.put("showlegend", false); // a pie's legend has its labels, any other only names
      }
      safe.add(copy);
    }
    Map<String, Object> own = new LinkedHashMap<>(layout);
    own.computeIfPresent("title", (k, value) -> value instanceof String ? escaped(value) : value);
    own.putIfAbsent(
        "colorway", IntStream.range(0, Palette.size()).mapToObj(Palette::series).toList());
    for (String side : List.of("width", "height")) {
      own.computeIfPresent(
          side, (k, value) -> value instanceof Number n ? style.size().of(n.intValue()) : value);
    }
    for (String key : layout.keySet()) {
      if (key.matches("[xyz]axis\\d*")) {
        Map<String, Object> axis = map(layout.get(key));
        axis.computeIfPresent(
            "title", (k, value) -> value instanceof String ? escaped(value) : value);
        own.put(key, axis);
      }
    }
    return new PlotlyChart(safe, own);
  }

  private static Object escaped(Object value) {
    if (value instanceof List<?> list) {
      return list.stream()
          .map(v -> v instanceof String ? escaped(v) : v)
          .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }
    return value instanceof String text ? PlotlyChart.plain(plain(text)) : value;
  }
}
