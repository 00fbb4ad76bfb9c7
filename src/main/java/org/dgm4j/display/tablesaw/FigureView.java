package org.dgm4j.display.tablesaw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.html.TextSize;
import org.dgm4j.display.plotly.InteractiveHtml;
import org.dgm4j.display.svg.Svg;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Page;

/**
 * A figure of tablesaw-jsplot: interactive through our plotly.js, over a picture that stands alone.
 * The picture is drawn by our own charts, or says in a frame what the figure has.
 *
 * @param javascript the figure's script, or its page
 * @param source what the script draws; null if it is written in an unknown way
 */
public record FigureView(String javascript, FigureSource source) implements View {

  /** By this name a menu of a figure could change all objects of the page (CVE-2023-46308). */
  private static final String PROTOTYPE = "__proto__";

  /** Beyond, our downsampled chart takes its place. */
  private static final int MOST_CHARACTERS = 400_000;

  private static final int WIDTH = 640; // the usual width of a chart
  private static final int FRAME_HEIGHT = 120; // a heading and three lines
  private static final int HEADING = 15; // as the title of a chart
  private static final double LINE = 18; // ordinary text, 12, and half of it as air

  /** The traces of the part of plotly.js that we bring. */
  private static final Set<String> INTERACTIVE =
      new TreeSet<>(
          Set.of(
              "bar",
              "box",
              "contour",
              "heatmap",
              "histogram",
              "histogram2d",
              "histogram2dcontour",
              "pie",
              "scatter",
              "violin"));

  /** A figure as it is now. */
  public static FigureView of(Figure figure) {
    return of(figure.asJavascript("figure"));
  }

  /** The figure of a page. */
  public static FigureView of(Page page) {
    return of(page.asJavascript());
  }

  private static FigureView of(String javascript) {
    return new FigureView(javascript, FigureSource.of(javascript).orElse(null));
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    if (source == null) {
      return framed("", "A figure in JavaScript, which is drawn only where scripts run.", style);
    }
    FigureCharts drawn = FigureCharts.of(source);
    List<String> sentences = new ArrayList<>(drawn.notes());
    undrawn(drawn).ifPresent(sentences::add);
    String remark = String.join(" ", sentences);
    if (drawn.charts().isEmpty()) {
      return framed(source.title(), remark, style);
    }
    return charted(drawn.charts().stream().map(ChartView::of).toList(), remark, style);
  }

  private MimeBundle charted(List<ChartView> charts, String remark, FigureStyle style) {
    String below = remark.isBlank() ? "" : "<div>" + Markup.text(remark) + "</div>";
    String text =
        charts.stream().map(ChartView::text).collect(Collectors.joining("\n"))
            + (remark.isBlank() ? "" : "\n" + remark);
    if (javascript.length() > MOST_CHARACTERS) {
      MimeBundle ours = new Stacked(List.copyOf(charts)).bundle(style);
      return ours.with(MimeBundle.TEXT, text)
          .with(MimeBundle.HTML, ours.get(MimeBundle.HTML) + below);
    }
    String pictures = charts.stream().map(c -> c.image(style)).collect(Collectors.joining());
    return faces(text, charts.get(0).svg(style), "<div>" + pictures + below + "</div>", style);
  }

  private MimeBundle framed(String title, String sentence, FigureStyle style) {
    String text = title.isBlank() ? sentence : title + "\n" + sentence;
    String picture = frame(title, sentence, style);
    return faces(text, picture, Markup.image(picture, WIDTH, FRAME_HEIGHT, text), style);
  }

  private MimeBundle faces(String text, String picture, String still, FigureStyle style) {
    MimeBundle bundle = MimeBundle.text(text).with(MimeBundle.SVG, picture);
    int width = style.size().of(source == null ? WIDTH : source.width(WIDTH));
    if (style.mode() == FigureStyle.Mode.STATIC || !isInteractive()) {
      return bundle.with(MimeBundle.HTML, Markup.box(still, width, style.theme()));
    }
    if (style.mode() == FigureStyle.Mode.PLOTLY && source != null) {
      return bundle
          .with(MimeBundle.HTML, Markup.box(still, width, style.theme()))
          .withFigure(source.chart(style).json(style.theme()));
    }
    boolean handlesEvents = source == null || javascript.contains(".on('plotly_");
    return bundle
        .with(
            MimeBundle.HTML,
            handlesEvents
                ? InteractiveHtml.of(still, width, script(), style)
                : InteractiveHtml.of(still, width, source.chart(style), style))
        .withPlotly();
  }

  private boolean isInteractive() {
    boolean safe = !(javascript + source).contains(PROTOTYPE);
    return safe
        && (source == null
            || source.traces().stream().map(FigureSource::type).allMatch(INTERACTIVE::contains));
  }

  private Optional<String> undrawn(FigureCharts drawn) {
    if (drawn.undrawn().isEmpty()) {
      return Optional.empty();
    }
    String types = String.join(", ", drawn.undrawn());
    String count = NumberText.count(source.traces().size(), "trace");
    return Optional.of(
        isInteractive()
            ? NumberText.format(
                "Of %s, those of the type %s are drawn only where scripts run.", count, types)
            : NumberText.format(
                "Of %s, those of the type %s can't be drawn here, where there is %s;"
                    + " Plot.show(figure) opens it in a browser with network.",
                count, types, String.join(", ", INTERACTIVE)));
  }

  /** The script of a figure, or the last one of a page, as it is. */
  private Figure script() {
    int start = javascript.lastIndexOf("<script>");
    String end = "</script>";
    String script = javascript.substring(start, javascript.lastIndexOf(end) + end.length());
    return new Figure() {
      @Override
      public String asJavascript(String element) {
        return script;
      }
    };
  }

  private static String frame(String title, String sentence, FigureStyle style) {
    Svg svg = new Svg(style.theme(), WIDTH, FRAME_HEIGHT, WIDTH, FRAME_HEIGHT);
    svg.path(Svg.box(1, 1, WIDTH - 1, FRAME_HEIGHT - 1), Svg.stroke(style.theme().text(), 1));
    double y = 2 * LINE;
    svg.text(
        TextSize.shorten(title, HEADING, WIDTH - 2 * LINE),
        WIDTH / 2.0,
        y,
        Svg.Anchor.MIDDLE,
        HEADING);
    for (String line : lines(sentence)) {
      y += LINE;
      svg.text(line, WIDTH / 2.0, y, Svg.Anchor.MIDDLE);
    }
    return svg.document();
  }

  private static List<String> lines(String sentence) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : sentence.split(" ")) {
      if (TextSize.width(line + " " + word, TextSize.USUAL) > WIDTH - 2 * LINE) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
