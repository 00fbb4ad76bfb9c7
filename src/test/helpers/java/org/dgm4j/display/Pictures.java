package org.dgm4j.display;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.html.Png;

/**
 * Pictures of views as a browser draws them, the left half on white and the right half on black.
 * They are small enough to be kept: half the size, and colours in steps of 17. In full size they
 * are left, several below one another, in {@code target/pictures/sheets}.
 */
final class Pictures {

  private static final int BATCH = 16;
  private static final Path SHEETS = Path.of("target", "pictures", "sheets");
  private static final String FONT = "DejaVu Sans,Verdana,sans-serif";
  private static final Pattern EMBEDDED =
      Pattern.compile("data:image/svg\\+xml;base64,([A-Za-z0-9+/=]+)");

  private Pictures() {}

  /**
   * What is drawn.
   *
   * @param html the content of a page
   * @param width in units of 1/96 inch
   * @param height in units of 1/96 inch
   * @param labels the places that text may fill in any font
   * @param view whose picture it is, if it is that of a view
   */
  record Page(String html, int width, int height, List<Rectangle2D> labels, Optional<View> view) {

    /** The vector graphic of a view; fails where its labels overlap. */
    static Page graphic(View view) {
      Page page = graphic(view.bundle().get(MimeBundle.SVG));
      return new Page(page.html, page.width, page.height, page.labels, Optional.of(view));
    }

    static Page graphic(String svg) {
      Labels labels = Labels.of(svg);
      labels.assertApart();
      int width = (int) Math.round(labels.picture().getWidth() - 2);
      int height = (int) Math.round(labels.picture().getHeight() - 2);
      return new Page(
          Markup.image(svg, width, height, ""), width, height, labels.boxes(), Optional.empty());
    }

    /** What a notebook shows of a view where no script runs. */
    static Page still(View view, int height) {
      return new Page(
          view.bundle().get(MimeBundle.HTML), 640, height, List.of(), Optional.of(view));
    }

    Page inFont(String font) {
      return new Page(inFont(html, font), width, height, labels, view);
    }

    private static String inFont(String html, String font) {
      return EMBEDDED
          .matcher(html)
          .replaceAll(
              found -> {
                byte[] svg = Base64.getDecoder().decode(found.group(1));
                String other =
                    new String(svg, StandardCharsets.UTF_8)
                        .replaceAll("font-family=\"[^\"]*\"", "font-family=\"" + font + "\"");
                return "data:image/svg+xml;base64,"
                    + Base64.getEncoder().encodeToString(other.getBytes(StandardCharsets.UTF_8));
              });
    }
  }

  /** The pictures of pages, in a font that is nearly everywhere. */
  static Map<String, BufferedImage> of(Path folder, Map<String, Page> pages)
      throws IOException, InterruptedException {
    Map<String, Page> same = new LinkedHashMap<>();
    pages.forEach((name, page) -> same.put(name, page.inFont(FONT)));
    return inTheirFonts(folder, same);
  }

  /** The pictures of pages as they are. */
  static Map<String, BufferedImage> inTheirFonts(Path folder, Map<String, Page> pages)
      throws IOException, InterruptedException {
    List<String> names = List.copyOf(pages.keySet());
    Map<String, BufferedImage> pictures = new LinkedHashMap<>();
    for (int from = 0; from < names.size(); from += BATCH) {
      List<String> batch = names.subList(from, Math.min(from + BATCH, names.size()));
      StringBuilder body = new StringBuilder("<style>body{margin:0;font:13px ");
      body.append(FONT).append("}section{position:absolute;overflow:hidden}");
      body.append("td,th{padding:2px 8px}table{border-collapse:collapse}</style>");
      int top = 0;
      int widest = 0;
      List<int[]> places = new ArrayList<>();
      for (String name : batch) {
        Page page = pages.get(name);
        for (int half = 0; half < 2; half++) {
          body.append(
              "<section style=\"left:%dpx;top:%dpx;width:%dpx;height:%dpx;background:%s;color:%s\">%s</section>"
                  .formatted(
                      half * page.width,
                      top,
                      page.width,
                      page.height,
                      half == 0 ? "#fff" : "#111",
                      half == 0 ? "#000" : "#ddd",
                      page.html));
        }
        places.add(new int[] {top, page.width, page.height});
        top += page.height;
        widest = Math.max(widest, 2 * page.width);
      }
      BufferedImage sheet = Chromium.picture(folder, body.toString(), widest, top);
      Files.createDirectories(SHEETS);
      ImageIO.write(sheet, "png", SHEETS.resolve(batch.get(0) + ".png").toFile());
      for (int i = 0; i < batch.size(); i++) {
        int[] place = places.get(i);
        pictures.put(batch.get(i), reduced(sheet.getSubimage(0, place[0], 2 * place[1], place[2])));
      }
    }
    return pictures;
  }

  private static BufferedImage reduced(BufferedImage picture) {
    int width = picture.getWidth() / 2;
    int height = picture.getHeight() / 2;
    int[] rgb = picture.getRGB(0, 0, 2 * width, 2 * height, null, 0, 2 * width);
    int[] half = new int[width * height];
    for (int i = 0; i < half.length; i++) {
      int corner = i / width * 4 * width + i % width * 2;
      half[i] = 0xFF000000;
      for (int shift = 0; shift <= 16; shift += 8) {
        int sum =
            (rgb[corner] >> shift & 0xFF)
                + (rgb[corner + 1] >> shift & 0xFF)
                + (rgb[corner + 2 * width] >> shift & 0xFF)
                + (rgb[corner + 2 * width + 1] >> shift & 0xFF);
        half[i] |= (int) Math.round(sum / 4.0 / 17) * 17 << shift;
      }
    }
    BufferedImage reduced = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    reduced.setRGB(0, 0, width, height, half, 0, width);
    return reduced;
  }

  /** A picture as a small PNG file. */
  static byte[] png(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    return Png.encode(width, height, picture.getRGB(0, 0, width, height, null, 0, width), 1);
  }
}
