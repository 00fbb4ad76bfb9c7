package org.dgm4j.display.svg;

import java.util.List;
import java.util.Optional;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.DownsampledChart;
import org.dgm4j.display.chart.Scaling;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.html.Raster;
import org.dgm4j.display.html.TextSize;

/**
 * Draws a chart as an SVG document: transparent ground, colours legible on white and on black, and
 * no two labels on the same spot.
 */
final class SvgChart {

  private static final double TITLE = 15; // a quarter larger than ordinary text
  private static final double NOTE = 10; // smaller than ordinary text, which is 12
  private static final double GAP = 8; // two thirds of ordinary text
  private static final double LINE = 18; // ordinary text and half of it as air
  private static final double LONGEST = 110; // about a sixth of the usual width, 640
  private static final double SWATCH = 22; // a sign of 16 and a gap of 6
  private static final double BAR = 14; // as thick as Plotly's bar is told to be
  private static final int MOST_ACROSS = 12; // one for 53 units of the usual width, 640
  private static final double LEAST_UP = 34; // almost three lines of text

  private final Chart chart;
  private final List<String> notes;
  private final Scaling x;
  private final Scaling y;
  private final Optional<Series.HeatMap> map;
  private final Svg out;
  private final SvgStyle style;
  private double left;
  private double right;
  private double top = GAP;
  private double bottom;

  private SvgChart(DownsampledChart downsampled, FigureStyle.Theme theme) {
    chart = downsampled.chart();
    notes = downsampled.notes();
    x = chart.horizontal();
    y = chart.vertical();
    map = chart.cells().stream().filter(m -> !m.name().isBlank()).findFirst();
    out = new Svg(theme, chart.width(), chart.height(), chart.width(), chart.height());
    style = new SvgStyle(chart);
    bottom = chart.height() - GAP;
  }

  /** The SVG document of a chart. */
  static String draw(DownsampledChart downsampled, FigureStyle.Theme theme) {
    return new SvgChart(downsampled, theme).document();
  }

  /** Where the values of a chart stand in its SVG document. */
  static Frame frame(DownsampledChart downsampled) {
    SvgChart drawing = new SvgChart(downsampled, FigureStyle.Theme.AUTO);
    drawing.document();
    return drawing.frame();
  }

  private String document() {
    title();
    legend();
    notes();
    axes();
    if (chart.hasData()) {
      new SvgSeries(chart, out, frame(), style).draw();
    } else {
      double middle = (top + bottom) / 2;
      out.text(Chart.NO_DATA, (left + right) / 2, middle, Svg.Anchor.MIDDLE);
    }
    return out.document();
  }

  private Frame frame() {
    return new Frame(x, y, left, right, top, bottom);
  }

  private void title() {
    if (!chart.title().isBlank()) {
      double room = chart.width() - 2 * GAP;
      double size = TextSize.width(chart.title(), TITLE) <= room ? TITLE : TextSize.USUAL;
      String text = TextSize.shorten(chart.title(), size, room);
      out.text(text, chart.width() / 2.0, top + TITLE, Svg.Anchor.MIDDLE, size);
      top += TITLE + GAP;
    }
  }

  private void legend() {
    List<String> names = chart.names().stream().filter(n -> !n.isBlank()).toList();
    double at = GAP;
    double room = chart.width() - 2 * GAP;
    int rows = Math.max(1, (int) (chart.height() / 6.0 / LINE));
    if (!names.isEmpty()) {
      top += LINE;
    }
    for (int i = 0; i < names.size(); i++) {
      String name = TextSize.squeeze(names.get(i), TextSize.USUAL, room / 2);
      double width = SWATCH + TextSize.width(name, TextSize.USUAL) + GAP;
      String more = "and " + (names.size() - i) + " more";
      boolean last = i == names.size() - 1;
      double reserve = rows > 1 || last ? 0 : SWATCH + TextSize.width(more, TextSize.USUAL);
      if (at > GAP && at + width + reserve > room + GAP) {
        if (rows == 1) {
          out.text(more, at, top - 4, Svg.Anchor.START);
          break;
        }
        rows--;
        at = GAP;
        top += LINE;
      }
      swatch(names.get(i), at);
      out.text(name, at + SWATCH, top - 4, Svg.Anchor.START);
      at += width + GAP;
    }
    top += GAP;
  }

  private void swatch(String name, double at) {
    SvgSwatch swatch = new SvgSwatch(style, out, at, top - GAP);
    chart.series().stream().filter(s -> s.name().equals(name)).forEach(s -> s.accept(swatch));
  }

  private void notes() {
    for (int i = notes.size() - 1; i >= 0; i--) {
      String note = TextSize.shorten(notes.get(i), NOTE, chart.width() - 2 * GAP);
      out.text(note, chart.width() - GAP, bottom - 2, Svg.Anchor.END, NOTE);
      bottom -= NOTE + 3;
    }
  }

  private void axes() {
    bottom -= chart.x().label().isBlank() ? 0 : LINE + 2;
    double lowest = bottom;
    top += strip(Series.Marginal.Side.ABOVE);
    double beside = colorBarWidth() + strip(Series.Marginal.Side.RIGHT);
    double across = chart.y().label().isBlank() ? 0 : LINE;
    left = GAP + across + widest(ticksUp(bottom - LINE - top)) + GAP;
    if (chart.x().scale() == Axis.Scale.CATEGORY) {
      right = chart.width() - beside - GAP;
      categories();
    } else {
      right = chart.width() - beside - Math.max(GAP, widest(x.ticks(6)) / 2);
      bottom -= LINE;
      numbers();
    }
    for (Scaling.Tick tick : ticksUp(bottom - top)) {
      double at = frame().row(tick.value());
      if (chart.y().scale() != Axis.Scale.CATEGORY) {
        out.path("M" + Svg.place(left, at) + "H" + Svg.number(right), grid());
      }
      out.text(shortened(tick), left - GAP, at + TextSize.USUAL / 3, Svg.Anchor.END);
    }
    out.path(
        "M" + Svg.place(left, top) + "V" + Svg.number(bottom) + "H" + Svg.number(right),
        out.line(1));
    double middle = centre(chart.x().label(), (left + right) / 2, GAP, chart.width() - GAP);
    String label = fitting(chart.x().label(), chart.width() - 2 * GAP);
    out.text(label, middle, lowest + TextSize.USUAL + 2, Svg.Anchor.MIDDLE);
    upright(chart.y().label(), GAP + TextSize.USUAL - 2, lowest);
    map.ifPresent(m -> colorBar(m, lowest));
  }

  private double strip(Series.Marginal.Side side) {
    return chart.hasMarginal(side) ? SvgSeries.STRIP : 0;
  }

  private void upright(String label, double across, double lowest) {
    double at = centre(label, (top + bottom) / 2, top, lowest);
    out.upright(fitting(label, lowest - top), across, at, Svg.Anchor.MIDDLE);
  }

  private static String fitting(String label, double room) {
    return TextSize.shorten(label, TextSize.USUAL, room);
  }

  /** The middle of a label that stands as near to a place as the room allows. */
  private static double centre(String label, double place, double from, double to) {
    double half = Math.min(TextSize.width(label, TextSize.USUAL), to - from) / 2;
    return Math.max(from + half, Math.min(place, to - half));
  }

  private List<Scaling.Tick> ticksUp(double height) {
    List<Scaling.Tick> ticks = y.ticks(Math.max(1, (int) (height / LEAST_UP)));
    return Scaling.every(ticks, Scaling.labelStep(0, height / Math.max(1, ticks.size())));
  }

  private String shortened(Scaling.Tick tick) {
    double room = Math.min(LONGEST, Math.min(chart.width(), chart.height()) / 3.5);
    return TextSize.squeeze(tick.label(), TextSize.USUAL, room);
  }

  private double widest(List<Scaling.Tick> ticks) {
    return ticks.stream()
        .mapToDouble(t -> TextSize.width(shortened(t), TextSize.USUAL))
        .max()
        .orElse(0);
  }

  private void numbers() {
    int most = MOST_ACROSS;
    while (most > 1 && !apart(x.ticks(most))) {
      most--;
    }
    List<Scaling.Tick> ticks = x.ticks(most);
    for (Scaling.Tick tick : apart(ticks) ? ticks : ticks.subList(0, 1)) {
      out.path("M" + Svg.place(frame().column(tick.value()), bottom) + "v4", grid());
      out.text(shortened(tick), middle(tick), bottom + TextSize.USUAL + 4, Svg.Anchor.MIDDLE);
    }
  }

  private double middle(Scaling.Tick tick) {
    return centre(shortened(tick), frame().column(tick.value()), GAP + LINE, chart.width());
  }

  private boolean apart(List<Scaling.Tick> ticks) {
    double end = Double.NEGATIVE_INFINITY;
    for (Scaling.Tick tick : ticks) {
      double half = TextSize.width(shortened(tick), TextSize.USUAL) / 2;
      if (middle(tick) - half < end + GAP) {
        return false;
      }
      end = middle(tick) + half;
    }
    return true;
  }

  private void categories() {
    List<Scaling.Tick> ticks = x.ticks(0);
    double slot = (right - left) / Math.max(1, ticks.size());
    double widest = widest(ticks);
    boolean flat = Scaling.isFlat(widest, slot);
    bottom -= flat ? LINE : widest + GAP;
    for (Scaling.Tick tick : Scaling.every(ticks, Scaling.labelStep(widest, slot))) {
      double at = frame().column(tick.value());
      if (flat) {
        out.text(shortened(tick), at, bottom + TextSize.USUAL + 4, Svg.Anchor.MIDDLE);
      } else {
        out.upright(shortened(tick), at + TextSize.USUAL / 3, bottom + GAP / 2, Svg.Anchor.END);
      }
    }
  }

  private double colorBarWidth() {
    return map.map(m -> BAR + 2 * GAP + widest(scale(m).ticks(5)) + LINE).orElse(0.0);
  }

  private static Scaling scale(Series.HeatMap map) {
    return Scaling.fitting(Axis.linear(map.name()), map.range(), false, false);
  }

  private void colorBar(Series.HeatMap map, double lowest) {
    double at = right + strip(Series.Marginal.Side.RIGHT) + GAP;
    boolean stepped = map.drawing() == Series.HeatMap.Drawing.CONTOURS;
    int steps = stepped ? Raster.STEPS : 64;
    double step = (bottom - top) / steps;
    double overlap = stepped ? 0 : 0.5;
    for (int i = 0; i < steps; i++) {
      double foot = bottom - i * step;
      double head = i == steps - 1 ? top : foot - step - overlap;
      String color = ColorScale.css(map.colors().argb(i / (steps - 1.0)));
      out.path(Svg.box(at, head, at + BAR, foot), Svg.fill(color, 1));
    }
    Scaling scale = scale(map);
    int most = Math.max(1, (int) ((bottom - top) / LEAST_UP));
    for (Scaling.Tick tick : scale.ticks(Math.min(5, most))) {
      double down = bottom - scale.place(tick.value()) * (bottom - top);
      out.text(shortened(tick), at + BAR + GAP / 2, down + TextSize.USUAL / 3, Svg.Anchor.START);
    }
    upright(map.name(), chart.width() - GAP, lowest);
  }

  private String grid() {
    return out.line(0.3);
  }
}
