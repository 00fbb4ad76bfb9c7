package org.dgm4j.display;

import java.awt.geom.Rectangle2D;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dgm4j.display.html.TextSize;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The texts of an SVG document and the boxes that they fill. */
public record Labels(
    List<String> texts, List<Rectangle2D> boxes, List<String> elements, Rectangle2D picture) {

  /** Parses the document, and so fails unless it is well formed. */
  public static Labels of(String svg) {
    Document document;
    try {
      document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg)));
    } catch (Exception e) {
      throw new AssertionError("not well formed: " + svg, e);
    }
    List<String> texts = new ArrayList<>();
    List<Rectangle2D> boxes = new ArrayList<>();
    List<String> elements = new ArrayList<>();
    NodeList nodes = document.getElementsByTagName("*");
    for (int i = 0; i < nodes.getLength(); i++) {
      Element element = (Element) nodes.item(i);
      elements.add(element.getTagName());
      if (element.getTagName().equals("text")) {
        texts.add(element.getTextContent());
        boxes.add(box(element));
      }
    }
    String[] box = document.getDocumentElement().getAttribute("viewBox").split(" ");
    Rectangle2D picture =
        new Rectangle2D.Double(
            -1, -1, Double.parseDouble(box[2]) + 2, Double.parseDouble(box[3]) + 2);
    return new Labels(texts, boxes, elements, picture);
  }

  private static Rectangle2D box(Element text) {
    double size = text.hasAttribute("font-size") ? number(text, "font-size") : 12;
    double width = TextSize.width(text.getTextContent(), size);
    double x = number(text, "x");
    double y = number(text, "y");
    double before =
        switch (text.getAttribute("text-anchor")) {
          case "start" -> 0;
          case "middle" -> width / 2;
          default -> width;
        };
    double ascent = 0.75 * size;
    double height = 0.95 * size;
    return text.hasAttribute("transform")
        ? new Rectangle2D.Double(x - ascent, y - width + before, height, width)
        : new Rectangle2D.Double(x - before, y - ascent, width, height);
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  /** Fails where two labels share a spot or one leaves the picture. */
  public void assertApart() {
    for (int i = 0; i < boxes.size(); i++) {
      if (!picture.contains(boxes.get(i))) {
        throw new AssertionError("\"" + texts.get(i) + "\" is cut off: " + boxes.get(i));
      }
      for (int j = 0; j < i; j++) {
        if (boxes.get(i).intersects(boxes.get(j))) {
          throw new AssertionError(
              "\"%s\" %s lies on \"%s\" %s"
                  .formatted(texts.get(i), boxes.get(i), texts.get(j), boxes.get(j)));
        }
      }
    }
  }
}
