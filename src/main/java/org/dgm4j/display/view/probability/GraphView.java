package org.dgm4j.display.view.probability;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.Palette;
import org.dgm4j.display.View;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.html.TextSize;
import org.dgm4j.display.svg.Svg;
import org.dgm4j.probability.joint.Factorization;

/**
 * A directed graph without cycles, drawn from left to right: parents before children.
 *
 * @param nodes the names of the nodes; "…" stands for nodes that are left out
 * @param arrows pairs of indices of nodes, from parent to child, each parent before its child in a
 *     suitable order
 */
public record GraphView(List<String> nodes, List<Arrow> arrows) implements View {

  /** An arrow from one node to another, given by index. */
  public record Arrow(int from, int to) {}

  private static final String LEFT_OUT = "…";
  private static final int MOST = 10; // 84 units each: scaled to 0.76 they fit into 640
  private static final int FIRST = 5; // with the gap and the last one, seven nodes
  private static final int WIDEST = 640; // the usual width of a chart
  private static final double FONT = 14; // a little larger than ordinary text: a name is short
  private static final double RADIUS = 20; // holds two letters and their index
  private static final double DOWN = 76; // two radii of a node, and almost two between
  private static final double BEND = 26; // more than a radius for each layer passed
  private static final double CLEAR = 8; // two fifths of a radius between arrow and node
  private static final double EDGE = 4; // an outline of 1.5 is not cut

  private record Node(String label, double x, double y, double width) {

    /** Where a line from the middle towards a place leaves the node. */
    double[] edge(double towardsX, double towardsY) {
      double dx = towardsX - x;
      double dy = towardsY - y;
      double part = 1 / Math.hypot(dx / width, dy / RADIUS);
      return new double[] {x + part * dx, y + part * dy};
    }
  }

  /**
   * @throws IllegalArgumentException if an arrow names a node that does not exist, or arrows run in
   *     a circle
   */
  public GraphView {
    nodes = List.copyOf(nodes);
    arrows = List.copyOf(arrows);
    for (Arrow arrow : arrows) {
      if (Math.min(arrow.from, arrow.to) < 0 || Math.max(arrow.from, arrow.to) >= nodes.size()) {
        throw new IllegalArgumentException(
            "The nodes are 0 to " + (nodes.size() - 1) + ", but there is an arrow " + arrow);
      }
    }
    layers(nodes.size(), arrows);
  }

  /** The graph of a factorization; of many variables the first ones and the last. */
  public static GraphView of(Factorization factorization) {
    int[] order = factorization.order();
    int n = order.length;
    boolean all = n <= MOST;
    int[] shown =
        all
            ? IntStream.range(0, n).toArray()
            : IntStream.concat(IntStream.rangeClosed(0, FIRST), IntStream.of(n - 1)).toArray();
    int[] node = new int[n];
    Arrays.fill(node, FIRST);
    int[] place = new int[n];
    IntStream.range(0, n).forEach(i -> place[order[i]] = i);
    IntStream.range(0, shown.length).forEach(i -> node[shown[i]] = i);
    List<Arrow> arrows =
        IntStream.range(0, shown.length)
            .boxed()
            .flatMap(
                to ->
                    IntStream.of(factorization.parents(order[shown[to]]))
                        .map(parent -> node[place[parent]])
                        .filter(from -> from != to)
                        .distinct()
                        .mapToObj(from -> new Arrow(from, to)))
            .toList();
    List<String> names =
        IntStream.range(0, shown.length)
            .mapToObj(
                i ->
                    !all && i == FIRST
                        ? LEFT_OUT
                        : factorization.variables().get(order[shown[i]]).name())
            .toList();
    return new GraphView(names, arrows);
  }

  /** For each node the length of the longest way to it. */
  private static int[] layers(int count, List<Arrow> arrows) {
    int[] layers = new int[count];
    for (int round = 0; round <= count; round++) {
      boolean changed = false;
      for (Arrow arrow : arrows) {
        if (layers[arrow.to] <= layers[arrow.from]) {
          layers[arrow.to] = layers[arrow.from] + 1;
          changed = true;
        }
      }
      if (!changed) {
        return layers;
      }
    }
    throw new IllegalArgumentException(
        "The arrows run in a circle; a directed graph of a factorization has none");
  }

  private List<Node> placed() {
    int[] layers =
        arrows.isEmpty()
            ? IntStream.range(0, nodes.size()).toArray()
            : layers(nodes.size(), arrows);
    double[] widths =
        nodes.stream()
            .mapToDouble(n -> Math.max(RADIUS, TextSize.width(shortened(n), FONT) / 2 + 8))
            .toArray();
    double[] y = new double[nodes.size()];
    double[] x = new double[nodes.size()];
    double edge = 0;
    int last = IntStream.of(layers).max().orElse(0);
    for (int layer = 0; layer <= last; layer++) {
      int current = layer;
      List<Integer> members =
          IntStream.range(0, nodes.size())
              .filter(i -> layers[i] == current)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> parentsMiddle(i, y)))
              .toList();
      double half = members.stream().mapToDouble(i -> widths[i]).max().orElse(0);
      for (int k = 0; k < members.size(); k++) {
        x[members.get(k)] = edge + half;
        y[members.get(k)] = (k - (members.size() - 1) / 2.0) * DOWN;
      }
      edge += 2 * half + 2.2 * RADIUS;
    }
    return IntStream.range(0, nodes.size())
        .mapToObj(i -> new Node(shortened(nodes.get(i)), x[i], y[i], widths[i]))
        .toList();
  }

  private double parentsMiddle(int node, double[] y) {
    return arrows.stream()
        .filter(a -> a.to == node)
        .mapToDouble(a -> y[a.from])
        .average()
        .orElse(0);
  }

  private static String shortened(String name) {
    return TextSize.shorten(name, FONT, 120);
  }

  /** The drawing as an SVG document. */
  String svg(FigureStyle style) {
    List<Node> placed = placed();
    int[] layers = layers(nodes.size(), arrows);
    double[] bends = arrows.stream().mapToDouble(arrow -> bend(placed, layers, arrow)).toArray();
    double top = -RADIUS;
    double bottom = RADIUS;
    for (Node node : placed) {
      top = Math.min(top, node.y - RADIUS);
      bottom = Math.max(bottom, node.y + RADIUS);
    }
    for (int i = 0; i < bends.length; i++) {
      double peak = peak(placed, arrows.get(i), bends[i]);
      top = Math.min(top, peak);
      bottom = Math.max(bottom, peak);
    }
    double down = EDGE - top;
    List<Node> shifted =
        placed.stream().map(n -> new Node(n.label, n.x + EDGE, n.y + down, n.width)).toList();
    double width = EDGE + shifted.stream().mapToDouble(n -> n.x + n.width).max().orElse(0);
    double height = bottom - top + 2 * EDGE;
    double scale = Math.min(1, WIDEST / width);
    Svg out =
        new Svg(
            style.theme(),
            style.size().of((int) Math.ceil(scale * width)),
            style.size().of((int) Math.ceil(scale * height)),
            width,
            height);
    for (int i = 0; i < bends.length; i++) {
      Node from = shifted.get(arrows.get(i).from);
      Node to = shifted.get(arrows.get(i).to);
      draw(out, from, to, (from.x + to.x) / 2, (from.y + to.y) / 2 + bends[i]);
    }
    shifted.forEach(node -> draw(out, node));
    return out.document();
  }

  /** The height of the middle of an arrow. */
  private static double peak(List<Node> placed, Arrow arrow, double bend) {
    Node from = placed.get(arrow.from);
    Node to = placed.get(arrow.to);
    double x = (from.x + to.x) / 2;
    double y = middle(placed, arrow) + bend;
    return (from.edge(x, y)[1] + 2 * y + to.edge(x, y)[1]) / 4;
  }

  private static double middle(List<Node> placed, Arrow arrow) {
    return (placed.get(arrow.from).y + placed.get(arrow.to).y) / 2;
  }

  /** How far the middle of an arrow is pulled aside, so that it passes the nodes on its way. */
  private static double bend(List<Node> placed, int[] layers, Arrow arrow) {
    Node from = placed.get(arrow.from);
    Node to = placed.get(arrow.to);
    int span = layers[arrow.to] - layers[arrow.from];
    if (span <= 1) {
      return 0;
    }
    double middle = middle(placed, arrow);
    int side = middle > 0 ? 1 : -1;
    double bend = BEND * span;
    for (int i = 0; i < placed.size(); i++) {
      if (layers[i] > layers[arrow.from] && layers[i] < layers[arrow.to]) {
        double part = (placed.get(i).x - from.x) / (to.x - from.x);
        double needed = side * (placed.get(i).y - middle) + RADIUS + CLEAR;
        bend = Math.max(bend, needed / (2 * part * (1 - part)));
      }
    }
    return side * bend;
  }

  private static void draw(Svg out, Node node) {
    if (!node.label.equals(LEFT_OUT)) {
      out.element(
          NumberText.format(
              "<ellipse cx=\"%.1f\" cy=\"%.1f\" rx=\"%.1f\" ry=\"%.1f\" fill-opacity=\"0.15\""
                  + " fill=\"%s\" stroke=\"%s\" stroke-width=\"1.5\"/>",
              node.x, node.y, node.width, RADIUS, Palette.series(0), Palette.series(0)));
    }
    out.text(node.label, node.x, node.y + FONT / 3, Svg.Anchor.MIDDLE, FONT);
  }

  private static void draw(Svg out, Node from, Node to, double bendX, double bendY) {
    double[] start = from.edge(bendX, bendY);
    double[] end = to.edge(bendX, bendY);
    double length = Math.hypot(end[0] - bendX, end[1] - bendY);
    double dx = (end[0] - bendX) / length;
    double dy = (end[1] - bendY) / length;
    String curve =
        "M"
            + Svg.place(start[0], start[1])
            + "Q"
            + Svg.place(bendX, bendY)
            + " "
            + Svg.place(end[0] - 6 * dx, end[1] - 6 * dy);
    String head =
        "M"
            + Svg.place(end[0], end[1])
            + "L"
            + Svg.place(end[0] - 9 * dx - 4 * dy, end[1] - 9 * dy + 4 * dx)
            + "L"
            + Svg.place(end[0] - 9 * dx + 4 * dy, end[1] - 9 * dy - 4 * dx)
            + "Z";
    out.path(curve, out.line(1)).path(head, out.text(1));
  }

  private String text() {
    return arrows.isEmpty()
        ? "no arrows between " + String.join(", ", nodes)
        : String.join(
            ", ", arrows.stream().map(a -> nodes.get(a.from) + " → " + nodes.get(a.to)).toList());
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    String svg = svg(style);
    int width = size(svg, "width");
    int height = size(svg, "height");
    return MimeBundle.text(text())
        .with(MimeBundle.SVG, svg)
        .with(
            MimeBundle.HTML,
            Markup.box(Markup.image(svg, width, height, text()), width, style.theme()));
  }

  private static int size(String svg, String attribute) {
    int from = svg.indexOf(attribute + "=\"") + attribute.length() + 2;
    return Integer.parseInt(svg.substring(from, svg.indexOf('"', from)));
  }
}
