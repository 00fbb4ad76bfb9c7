package org.dgm4j.display;

import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleToIntFunction;
import java.util.stream.IntStream;

/**
 * Draws a chart as an SVG document that stands alone: transparent ground, colours legible on white
 * and on black, no script, no link, no font of its own, and no two labels on the same spot.
 */
final class SvgChart {

  private static final double SMALL = 12;
  private static final double LARGE = 15;
  private static final double GAP = 8;
  private static final double LINE = 18;
  private static final double LONGEST = 110;

  /** Up to as many points a line has marks. */
  static final int MARKED = 30;

  /** From as many points on they are drawn small. */
  static final int MANY = 200;

  private static final double STRIP = 56;

  private final StringBuilder out = new StringBuilder();
  private final Chart chart;
  private final List<String> notes;
  private final Scaling x;
  private final Scaling y;
  private double left;
  private double right;
  private double top;
  private double bottom;

  private SvgChart(Thinned thinned) {
    chart = thinned.chart();
    notes = thinned.notes();
    x = chart.horizontal();
    y = chart.vertical();
  }

  /** The SVG document of a chart. */
  static String draw(Thinned thinned) {
    return new SvgChart(thinned).document();
  }

  private String document() {
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\" font-family=\"Helvetica,Arial,sans-serif\""
                + " font-size=\"%s\" fill=\"%s\">",
            chart.width(),
            chart.height(),
            chart.width(),
            chart.height(),
            number(SMALL),
            Palette.TEXT));
    top = GAP;
    bottom = chart.height() - GAP;
    title();
    legend();
    notes();
    axes();
    plot();
    return out.append("</svg>").toString();
  }

  private void title() {
    if (!chart.title().isBlank()) {
      String text = TextSize.shorten(chart.title(), LARGE, chart.width() - 2 * GAP);
      text(text, chart.width() / 2.0, top + LARGE, "middle", LARGE, 0);
      top += LARGE + GAP;
    }
  }

  private void legend() {
    List<String> names = chart.names().stream().filter(n -> !n.isBlank()).toList();
    double swatch = 22;
    double at = GAP;
    double room = chart.width() - 2 * GAP;
    int rows = Math.max(1, (int) (chart.height() / 6.0 / LINE));
    if (!names.isEmpty()) {
      top += LINE;
    }
    for (int i = 0; i < names.size(); i++) {
      String name = TextSize.shorten(names.get(i), SMALL, room / 2);
      double width = swatch + TextSize.width(name, SMALL) + GAP;
      String more = "and " + (names.size() - i) + " more";
      boolean last = i == names.size() - 1;
      double reserve = rows > 1 || last ? 0 : swatch + TextSize.width(more, SMALL);
      if (at > GAP && at + width + reserve > room + GAP) {
        if (rows == 1) {
          text(more, at, top - 4, "start", SMALL, 0);
          break;
        }
        rows--;
        at = GAP;
        top += LINE;
      }
      swatch(names.get(i), at, top - 8);
      text(name, at + swatch, top - 4, "start", SMALL, 0);
      at += width + GAP;
    }
    top += GAP;
  }

  private void swatch(String name, double at, double middle) {
    for (Series s : chart.series()) {
      if (!s.name().equals(name)) {
        continue;
      }
      if (s instanceof Series.Area || s instanceof Series.Bars || s instanceof Series.Marginal) {
        path(box(at, middle - 5, at + 16, middle + 5), fill(s));
      } else if (s instanceof Series.Points) {
        path("m" + 2 * Math.round(at + 8) + " " + 2 * Math.round(middle) + "z", dots(s, 7));
      } else {
        path("M" + number(at) + " " + number(middle) + "h16", stroke(s));
      }
    }
  }

  private void notes() {
    for (int i = notes.size() - 1; i >= 0; i--) {
      String note = TextSize.shorten(notes.get(i), 10, chart.width() - 2 * GAP);
      text(note, chart.width() - GAP, bottom - 2, "end", 10, 0);
      bottom -= 13;
    }
  }

  private void axes() {
    bottom -= chart.x().label().isBlank() ? 0 : LINE + 2;
    double labels = bottom;
    double across = chart.y().label().isBlank() ? 0 : LINE;
    top += strip(Series.Marginal.Side.ABOVE);
    double beside = colorBar() + strip(Series.Marginal.Side.RIGHT);
    List<Scaling.Tick> vertical = verticalTicks(bottom - LINE - top);
    left = GAP + across + widest(vertical) + GAP;
    right = chart.width() - beside - Math.max(GAP, widest(x.ticks(6)) / 2);
    boolean category = chart.x().scale() == Axis.Scale.CATEGORY;
    if (category) {
      right = chart.width() - beside - GAP;
      categories();
    } else {
      bottom -= LINE;
      numbers();
    }
    vertical = verticalTicks(bottom - top);
    for (Scaling.Tick tick : vertical) {
      double at = row(tick.value());
      if (chart.y().scale() != Axis.Scale.CATEGORY) {
        path("M" + number(left) + " " + number(at) + "H" + number(right), grid());
      }
      text(shortened(tick), left - GAP, at + SMALL / 3, "end", SMALL, 0);
    }
    path(
        "M" + number(left) + " " + number(top) + "V" + number(bottom) + "H" + number(right),
        "fill=\"none\" stroke=\"" + Palette.TEXT + "\"");
    acrossTitle(chart.x().label(), labels + SMALL + 2);
    upTitle(chart.y().label(), GAP + SMALL - 2, labels);
    drawColorBar(labels);
  }

  private void acrossTitle(String label, double down) {
    double at = centre(label, (left + right) / 2, GAP, chart.width() - GAP);
    text(fitting(label, chart.width() - 2 * GAP), at, down, "middle", SMALL, 0);
  }

  private void upTitle(String label, double across, double lowest) {
    double at = centre(label, (top + bottom) / 2, top, lowest);
    text(fitting(label, lowest - top), across, at, "middle", SMALL, -90);
  }

  private static String fitting(String label, double room) {
    return TextSize.shorten(label, SMALL, room);
  }

  /** The middle of a label that stands as near to a place as the room allows. */
  private static double centre(String label, double place, double from, double to) {
    double half = Math.min(TextSize.width(label, SMALL), to - from) / 2;
    return Math.max(from + half, Math.min(place, to - half));
  }

  private List<Scaling.Tick> verticalTicks(double height) {
    List<Scaling.Tick> ticks = y.ticks(Math.max(1, (int) (height / 34)));
    return every(ticks, Scaling.roundStep(ticks.size() * 15 / Math.max(1, height)));
  }

  private static List<Scaling.Tick> every(List<Scaling.Tick> ticks, int step) {
    return IntStream.range(0, ticks.size())
        .filter(i -> i % step == 0)
        .mapToObj(ticks::get)
        .toList();
  }

  private String shortened(Scaling.Tick tick) {
    return fitting(tick.label(), Math.min(LONGEST, Math.min(chart.width(), chart.height()) / 4.0));
  }

  private double widest(List<Scaling.Tick> ticks) {
    return ticks.stream().mapToDouble(t -> TextSize.width(shortened(t), SMALL)).max().orElse(0);
  }

  private void numbers() {
    for (int most = 12; most > 0; most--) {
      List<Scaling.Tick> ticks = x.ticks(most);
      if (most == 1 || apart(ticks)) {
        for (Scaling.Tick tick : most == 1 ? ticks.subList(0, Math.min(1, ticks.size())) : ticks) {
          double at = column(tick.value());
          path("M" + number(at) + " " + number(bottom) + "v4", grid());
          text(shortened(tick), tickCentre(tick), bottom + SMALL + 4, "middle", SMALL, 0);
        }
        return;
      }
    }
  }

  private double tickCentre(Scaling.Tick tick) {
    return centre(shortened(tick), column(tick.value()), GAP + LINE, chart.width());
  }

  private boolean apart(List<Scaling.Tick> ticks) {
    double end = Double.NEGATIVE_INFINITY;
    for (Scaling.Tick tick : ticks) {
      double half = TextSize.width(shortened(tick), SMALL) / 2;
      if (tickCentre(tick) - half < end + GAP) {
        return false;
      }
      end = tickCentre(tick) + half;
    }
    return true;
  }

  private void categories() {
    List<Scaling.Tick> ticks = x.ticks(0);
    double slot = (right - left) / Math.max(1, ticks.size());
    double widest = widest(ticks);
    boolean flat = Scaling.isFlat(widest, slot);
    int every = Scaling.labelStep(widest, slot);
    bottom -= flat ? LINE : widest + GAP;
    for (Scaling.Tick tick : every(ticks, every)) {
      double at = column(tick.value());
      if (flat) {
        text(shortened(tick), at, bottom + SMALL + 4, "middle", SMALL, 0);
      } else {
        text(shortened(tick), at + SMALL / 3, bottom + GAP / 2, "end", SMALL, -90);
      }
    }
  }

  private double colorBar() {
    return heatMap() == null ? 0 : 14 + 2 * GAP + widest(colorScale().ticks(5)) + LINE;
  }

  private Series.HeatMap heatMap() {
    return chart.series().stream()
        .filter(Series.HeatMap.class::isInstance)
        .map(Series.HeatMap.class::cast)
        .findFirst()
        .orElse(null);
  }

  private Scaling colorScale() {
    Axis axis = Axis.linear(heatMap().name());
    double[] range = heatMap().range();
    return Scaling.fitting(axis, range, false, false);
  }

  private void drawColorBar(double lowest) {
    Series.HeatMap map = heatMap();
    if (map == null) {
      return;
    }
    double at = right + strip(Series.Marginal.Side.RIGHT) + GAP;
    boolean steep = map.drawing() == Series.HeatMap.Drawing.CONTOURS;
    int steps = steep ? Raster.STEPS : 64;
    double step = (bottom - top) / steps;
    for (int i = 0; i < steps; i++) {
      double foot = bottom - i * step;
      String color = ColorScale.css(map.colors().argb(i / (steps - 1.0)));
      path(
          box(at, foot - step - (i < steps - 1 && !steep ? 0.5 : 0), at + 14, foot),
          fill(color, 1));
    }
    Scaling scale = colorScale();
    int most = Math.max(1, (int) ((bottom - top) / 34));
    for (Scaling.Tick tick : scale.ticks(Math.min(5, most))) {
      double down = bottom - scale.place(tick.value()) * (bottom - top);
      text(shortened(tick), at + 14 + GAP / 2, down + SMALL / 3, "start", SMALL, 0);
    }
    upTitle(map.name(), chart.width() - GAP, lowest);
  }

  private void plot() {
    double width = right - left;
    double height = bottom - top;
    if (!chart.hasData()) {
      text(Chart.NO_DATA, (left + right) / 2, (top + bottom) / 2, "middle", SMALL, 0);
      return;
    }
    String box = String.join(" ", number(left), number(top), number(width), number(height));
    out.append(
        String.format(
            Locale.ROOT,
            "<svg x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" viewBox=\"%s\">",
            number(left),
            number(top),
            number(width),
            number(height),
            box));
    chart.series().forEach(this::draw);
    out.append("</svg>");
    for (Series s : chart.series()) {
      if (s instanceof Series.Marginal marginal) {
        marginal(marginal);
      }
    }
  }

  private void draw(Series series) {
    if (series instanceof Series.Line line) {
      String path = joined(line.x(), line.y());
      path(path, stroke(series));
      if (line.x().length <= MARKED) {
        path(dotted(line.x(), line.y()), dots(series, 5));
      }
    } else if (series instanceof Series.Points points) {
      path(dotted(points.x(), points.y()), dots(series, points.x().length > MANY ? 3 : 5));
    } else if (series instanceof Series.Area area) {
      area(area);
    } else if (series instanceof Series.Bars bars) {
      bars(bars);
    } else if (series instanceof Series.HeatMap map) {
      cells(map);
    } else if (series instanceof Series.Rule rule) {
      boolean vertical = rule.direction() == Series.Rule.Direction.VERTICAL;
      double at = vertical ? column(rule.at()) : row(rule.at());
      if (Double.isFinite(at)) {
        path(
            vertical
                ? "M" + number(at) + " " + number(top) + "V" + number(bottom)
                : "M" + number(left) + " " + number(at) + "H" + number(right),
            stroke(series));
      }
    }
  }

  private String joined(double[] across, double[] up) {
    StringBuilder path = new StringBuilder();
    boolean open = false;
    for (int i = 0; i < across.length; i++) {
      double u = column(across[i]);
      double v = row(up[i]);
      if (!Double.isFinite(u + v)) {
        open = false;
        continue;
      }
      path.append(open ? 'L' : 'M').append(number(u)).append(' ').append(number(v));
      open = true;
    }
    return path.toString();
  }

  /** Dots as empty strokes with round ends, from left to right, in steps of half a unit. */
  private String dotted(double[] across, double[] up) {
    long[][] places =
        IntStream.range(0, across.length)
            .filter(i -> Double.isFinite(column(across[i]) + row(up[i])))
            .mapToObj(
                i -> new long[] {Math.round(2 * column(across[i])), Math.round(2 * row(up[i]))})
            .sorted(Comparator.comparingLong(place -> place[0]))
            .toArray(long[][]::new);
    StringBuilder path = new StringBuilder();
    long[] last = {0, 0};
    for (long[] place : places) {
      long down = place[1] - last[1];
      path.append('m').append(place[0] - last[0]).append(down < 0 ? "" : " ").append(down);
      path.append('z');
      last = place;
    }
    return path.toString();
  }

  private void area(Series.Area area) {
    double[] across = area.x();
    double[] low = area.low();
    double[] high = area.high();
    StringBuilder path = new StringBuilder();
    int start = 0;
    while (start < across.length) {
      int end = start;
      while (end < across.length
          && Double.isFinite(column(across[end]) + row(low[end]) + row(high[end]))) {
        end++;
      }
      for (int i = start; i < end; i++) {
        path.append(i == start ? 'M' : 'L');
        path.append(number(column(across[i]))).append(' ').append(number(row(high[i])));
      }
      for (int i = end - 1; i >= start; i--) {
        path.append('L').append(number(column(across[i]))).append(' ').append(number(row(low[i])));
      }
      path.append(end > start ? "Z" : "");
      start = end + 1;
    }
    path(path.toString(), fill(area));
  }

  private void bars(Series.Bars bars) {
    double[] from = bars.left();
    double[] to = bars.right();
    double[] heights = bars.heights();
    double foot = chart.y().scale() == Axis.Scale.LOG ? bottom : row(0);
    StringBuilder path = new StringBuilder();
    double end = Double.NaN;
    for (int i = 0; i < heights.length; i++) {
      double head = row(heights[i]);
      double start = column(from[i]);
      if (!Double.isFinite(head + start + column(to[i]))) {
        continue;
      }
      if (start != end) {
        path.append(Double.isNaN(end) ? "" : "V" + number(foot));
        path.append('M').append(number(start)).append(' ').append(number(foot));
      }
      end = column(to[i]);
      path.append('V').append(number(head)).append('H').append(number(end));
    }
    path.append(path.isEmpty() ? "" : "V" + number(foot));
    path(path.toString(), fill(bars));
  }

  private void cells(Series.HeatMap map) {
    if (map.values().length == 0) {
      return;
    }
    boolean down = row(map.first()) < row(map.last());
    boolean smooth = map.drawing() == Series.HeatMap.Drawing.CONTOURS;
    out.append(
        String.format(
            Locale.ROOT,
            "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\"%s"
                + " href=\"data:image/png;base64,%s\"/>",
            number(column(map.left())),
            number(Math.min(row(map.first()), row(map.last()))),
            number(column(map.right()) - column(map.left())),
            number(Math.abs(row(map.last()) - row(map.first()))),
            smooth ? "" : " style=\"image-rendering:pixelated\"",
            Base64.getEncoder().encodeToString(Raster.png(map, down))));
    if (map.drawing() == Series.HeatMap.Drawing.NUMBERS) {
      cellNumbers(map);
    }
  }

  private void cellNumbers(Series.HeatMap map) {
    double[] values = map.values();
    double width = (column(map.right()) - column(map.left())) / map.columns();
    double height = (row(map.last()) - row(map.first())) / map.rows();
    double widest =
        Arrays.stream(values)
            .mapToObj(Numbers::text)
            .mapToDouble(text -> TextSize.width(text, SMALL))
            .max()
            .orElse(0);
    if (widest + GAP / 2 > width || SMALL + GAP / 2 > Math.abs(height)) {
      return;
    }
    DoubleToIntFunction colors = Raster.colors(map);
    for (int i = 0; i < values.length; i++) {
      double across = column(map.left()) + (i % map.columns() + 0.5) * width;
      double down = row(map.first()) + (i / map.columns() + 0.5) * height;
      out.append("<g fill=\"").append(ink(colors.applyAsInt(values[i]))).append("\">");
      text(Numbers.text(values[i]), across, down + SMALL / 3, "middle", SMALL, 0);
      out.append("</g>");
    }
  }

  /** Black or white, whichever is legible on a colour; grey on none. */
  static String ink(int argb) {
    double light = 0.299 * (argb >> 16 & 0xFF) + 0.587 * (argb >> 8 & 0xFF) + 0.114 * (argb & 0xFF);
    return (argb >>> 24) < 0xFF ? Palette.TEXT : light > 140 ? "#000" : "#fff";
  }

  private void marginal(Series.Marginal marginal) {
    boolean above = marginal.side() == Series.Marginal.Side.ABOVE;
    double[] places = marginal.places();
    double[] densities = marginal.densities();
    double greatest = Summary.of(densities).greatest();
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < places.length; i++) {
      double size = (STRIP - GAP) * densities[i] / greatest;
      double across = above ? column(places[i]) : right + 2 + size;
      double down = above ? top - 2 - size : row(places[i]);
      if (Double.isFinite(across + down)) {
        path.append(path.isEmpty() ? 'M' : 'L');
        path.append(number(across)).append(' ').append(number(down));
      }
    }
    if (!path.isEmpty()) {
      String color = chart.color(marginal);
      path(path.toString(), fill(color, 0.25) + " stroke=\"" + color + "\"");
    }
  }

  private double strip(Series.Marginal.Side side) {
    boolean needed =
        chart.series().stream().anyMatch(s -> s instanceof Series.Marginal m && m.side() == side);
    return needed ? STRIP : 0;
  }

  private double column(double value) {
    return left + bounded(x.place(value)) * (right - left);
  }

  private double row(double value) {
    double place = bounded(y.place(value));
    boolean down = chart.y().scale() == Axis.Scale.CATEGORY;
    return down ? top + place * (bottom - top) : bottom - place * (bottom - top);
  }

  /** Far outside is as good as just outside, and no number that a browser cannot draw. */
  private static double bounded(double place) {
    return Math.max(-9, Math.min(9, place));
  }

  private String fill(Series series) {
    String color = chart.color(series);
    if (series instanceof Series.Area || series instanceof Series.Marginal) {
      return fill(color, 0.25);
    }
    boolean alone = chart.series().size() == 1;
    return fill(color, alone ? 1 : 0.5) + (alone ? "" : " stroke=\"" + color + "\"");
  }

  private static String fill(String color, double opacity) {
    return "fill=\"" + color + "\"" + (opacity < 1 ? " fill-opacity=\"" + opacity + "\"" : "");
  }

  private String stroke(Series series) {
    String dash =
        series instanceof Series.Rule
            ? "6 4"
            : switch (((Series.Line) series).stroke()) {
              case SOLID -> chart.repeats(series) ? "9 3 2 3" : "";
              case DASHED -> "8 5";
              case DOTTED -> "1 5";
            };
    return "fill=\"none\" stroke=\""
        + chart.color(series)
        + "\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\""
        + (dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"");
  }

  private String dots(Series series, int size) {
    return String.format(
        Locale.ROOT,
        "fill=\"none\" stroke=\"%s\" stroke-width=\"%d\" stroke-linecap=\"round\""
            + " transform=\"scale(0.5)\"%s",
        chart.color(series),
        2 * size,
        size < 4 ? " stroke-opacity=\"0.7\"" : "");
  }

  private static String grid() {
    return "fill=\"none\" stroke=\"" + Palette.TEXT + "\" stroke-opacity=\"0.3\"";
  }

  private static String box(double x0, double y0, double x1, double y1) {
    return "M%s %sH%sV%sH%sZ".formatted(number(x0), number(y0), number(x1), number(y1), number(x0));
  }

  private void path(String path, String style) {
    if (!path.isEmpty()) {
      out.append("<path d=\"").append(path).append("\" ").append(style).append("/>");
    }
  }

  private void text(String text, double across, double down, String anchor, double size, int turn) {
    if (text.isBlank()) {
      return;
    }
    out.append("<text x=\"").append(number(across)).append("\" y=\"").append(number(down));
    out.append("\" text-anchor=\"").append(anchor).append('"');
    if (size != SMALL) {
      out.append(" font-size=\"").append(number(size)).append('"');
    }
    if (turn != 0) {
      out.append(
          String.format(
              Locale.ROOT, " transform=\"rotate(%d %s %s)\"", turn, number(across), number(down)));
    }
    out.append('>').append(Markup.escape(text)).append("</text>");
  }

  private static String number(double value) {
    long tenths = Math.round(value * 10);
    long whole = Math.abs(tenths / 10);
    long rest = Math.abs(tenths % 10);
    return (tenths < 0 ? "-" : "") + whole + (rest == 0 ? "" : "." + rest);
  }
}
