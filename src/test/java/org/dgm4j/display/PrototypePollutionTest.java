package org.dgm4j.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dgm4j.display.plotly.InteractiveHtml;
import org.dgm4j.display.plotly.PlotlySource;
import org.dgm4j.display.registry.Views;
import org.dgm4j.display.tablesaw.FigureViewTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.PieTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;

/**
 * CVE-2023-46308 in a real browser: our plotly.js gives every object of the page a new property if
 * a button of a figure says so, but no figure that we show has such a button.
 */
class PrototypePollutionTest {

  private static final String NAME = "__proto__.polluted";
  private static final String TRACES = "[{x:[1,2,3],y:[2,1,3]}]";
  private static final String ATTACK =
      "{method:'animate',label:'a',args:[{data:[{'%1$s':1}],layout:{'%1$s':1},traces:[0]}]}";

  /** Uses all that can be used in all figures, and then writes what objects have for nothing. */
  private static final String VISITOR =
      """
      <title></title><script>
      const use = () => document.querySelectorAll('.updatemenu-button,.updatemenu-header,\
      .updatemenu-item-rect,.slider-rail-touch-rect,.slider-label,.legendtoggle,.modebar-btn')
          .forEach(e => ['mousedown', 'mouseup', 'click'].forEach(
              type => e.dispatchEvent(new MouseEvent(type, {bubbles: true, view: window}))));
      setTimeout(use, 8000);
      setTimeout(use, 11000);
      setTimeout(() => {
        let all = 'polluted';
        for (const name in {}) all += ' ' + name;
        document.title = all;
      }, 15000);
      </script>""";

  @TempDir Path folder;

  private static String layout(String parts) {
    return parts.formatted(ATTACK.formatted(NAME));
  }

  private static Figure figure(String javascript) {
    return new Figure() {
      @Override
      public String asJavascript(String element) {
        return "<script>" + javascript + "</script>";
      }
    };
  }

  /** A user's figure whose menu attacks, as jsplot would write it. */
  private static Figure attacking(String layout) {
    return figure(
        "Plotly.newPlot(document.getElementById(\"f\"),%s,%s);".formatted(TRACES, layout));
  }

  private String visited(List<String> figures) throws Exception {
    String body = String.join("<hr>", figures) + PlotlySource.script();
    String page = Chromium.elements(folder, VISITOR + body);
    return page.replaceAll("(?s).*<title>|</title>.*", "")
        + ", figures: "
        + (page.split("class=\"dgm4j-figure", -1).length - 1);
  }

  private static String html(Object value) {
    return Views.of(value).orElseThrow().bundle().get(MimeBundle.HTML);
  }

  @Test
  void theAttackWorksWhereItIsLetThrough() throws Exception {
    String menu = layout("{updatemenus:[{type:'buttons',buttons:[%s]}]}");
    String html = InteractiveHtml.of("<img>", 400, attacking(menu), FigureStyle.USUAL);
    assertEquals("polluted polluted, figures: 1", visited(List.of(html)));
  }

  @Test
  void noFigureOfAUserAttacks() throws Exception {
    List<String> attacks = new ArrayList<>();
    for (String layout :
        List.of(
            layout("{updatemenus:[{type:'buttons',buttons:[%s]}]}"),
            layout("{updatemenus:[{buttons:[%s]}]}").replace("__proto", "\\u005f_proto"),
            layout("{sliders:[{steps:[%1$s,%1$s]}]}"),
            layout("{xaxis:{'" + NAME + "':1},'" + NAME + "':1,'__proto__':{'" + NAME + "':1}}"))) {
      attacks.add(html(attacking(layout)));
    }
    String menu = layout("{updatemenus:[{type:'buttons',buttons:[%s]}]}");
    attacks.add(html(figure("const l=" + menu + ";Plotly.newPlot('f'," + TRACES + ",l);")));
    assertEquals("polluted, figures: 0", visited(attacks));
    attacks.forEach(html -> assertTrue(html.contains("<img src=\"data:image/svg+xml;base64,")));
    assertFalse(attacks.get(0).contains("<script>"));
  }

  @Test
  void figuresOfTablesawDoNotAttackByTheirData() throws Exception {
    String quotes = "\\', " + "'" + NAME + "': 1, \"" + NAME + "\": '\\";
    List<String> figures = new ArrayList<>();
    for (String text : List.of(NAME, "__proto__", quotes)) {
      Object[] groups = {text, text, "c"};
      double[] numbers = {1, 2, 3};
      Layout layout = Layout.builder(text).build();
      figures.add(html(new Figure(layout, BarTrace.builder(groups, numbers).name(text).build())));
      figures.add(html(new Figure(layout, PieTrace.builder(groups, numbers).build())));
      figures.add(
          html(
              new Figure(
                  layout,
                  ScatterTrace.builder(numbers, numbers).text(new String[] {text}).build())));
    }
    FigureViewTest.figures().values().forEach(figure -> figures.add(html(figure)));
    int interactive = FigureViewTest.figures().size() - 1;
    assertEquals("polluted, figures: " + interactive, visited(figures));
  }

  @Test
  void ourChartsDoNotAttackByTheirData() throws Exception {
    List<String> figures = new ArrayList<>();
    for (String text : List.of(NAME, "__proto__")) {
      EscapingTest.VIEWS.values().stream()
          .map(view -> view.apply(text).bundle().get(MimeBundle.HTML))
          .forEach(figures::add);
    }
    assertTrue(visited(figures).matches("polluted, figures: [1-9]\\d*"));
  }
}
