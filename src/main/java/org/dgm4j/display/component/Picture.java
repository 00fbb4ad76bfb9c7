package org.dgm4j.display.component;

import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.util.Base64;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.html.Png;

/**
 * A picture of pixels as PNG, no larger than a page needs; small ones are enlarged.
 *
 * @param text what it is, with its size
 * @param width the number of pixels in a row
 * @param height the number of rows
 * @param argb the pixels in rows, alpha in the highest byte
 */
public record Picture(String text, int width, int height, int[] argb) implements View {

  private static final int WIDEST = 720; // as ImageGrid's: about as wide as a page
  private static final int SMALL = 256; // so an icon of 32 pixels is shown eight times as large
  private static final int MOST_BYTES = 400_000; // ten of them add 5.3 MB of base64 to a notebook

  /** An image of AWT as it is now. */
  public static Picture of(String kind, RenderedImage image) {
    BufferedImage buffered = image instanceof BufferedImage already ? already : copy(image);
    int width = buffered.getWidth();
    int height = buffered.getHeight();
    int[] argb = buffered.getRGB(0, 0, width, height, null, 0, width);
    String colors =
        switch (buffered.getColorModel().getNumColorComponents()) {
          case 1 -> "grey";
          case 3 -> "colour";
          default -> buffered.getColorModel().getNumColorComponents() + " components";
        };
    String alpha = buffered.getColorModel().hasAlpha() ? " with transparency" : "";
    return new Picture(
        NumberText.format("%s: %,d × %,d pixels, %s%s", kind, width, height, colors, alpha),
        width,
        height,
        argb);
  }

  private static BufferedImage copy(RenderedImage image) {
    return new BufferedImage(
        image.getColorModel(),
        image.copyData(null).createWritableTranslatedChild(0, 0),
        image.getColorModel().isAlphaPremultiplied(),
        null);
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    int step = Math.max(1, (Math.max(width, height) + WIDEST - 1) / WIDEST);
    byte[] png = png(step);
    while (png.length > MOST_BYTES) {
      png = png(++step);
    }
    int enlarged = style.size().multiple(Math.max(1, SMALL / Math.max(width, height)));
    String all =
        step == 1
            ? text
            : NumberText.format(
                "%s; drawn as %,d × %,d means of %d × %d pixels",
                text, parts(width, step), parts(height, step), step, step);
    String image =
        Markup.image(
            MimeBundle.PNG,
            png,
            Math.min(WIDEST, parts(width, step)) * enlarged,
            parts(height, step) * enlarged,
            all,
            enlarged > 1 ? "image-rendering:pixelated" : "");
    return MimeBundle.text(all)
        .with(MimeBundle.PNG, Base64.getEncoder().encodeToString(png))
        .with(MimeBundle.HTML, "<div><div>" + Markup.text(all) + "</div>" + image + "</div>");
  }

  private byte[] png(int step) {
    if (step == 1) {
      return Png.encode(width, height, argb, 1);
    }
    int across = parts(width, step);
    int down = parts(height, step);
    int[] means = new int[across * down];
    for (int i = 0; i < means.length; i++) {
      means[i] = mean(i % across * step, i / across * step, step);
    }
    return Png.encode(across, down, means, 1);
  }

  /** The mean colour of a square, each pixel with the weight of its opacity. */
  private int mean(int left, int top, int step) {
    long[] sums = new long[4];
    int count = 0;
    for (int y = top; y < Math.min(height, top + step); y++) {
      for (int x = left; x < Math.min(width, left + step); x++) {
        int pixel = argb[y * width + x];
        int alpha = pixel >>> 24;
        sums[3] += alpha;
        for (int c = 0; c < 3; c++) {
          sums[c] += (long) alpha * (pixel >> 8 * c & 0xFF);
        }
        count++;
      }
    }
    int mean = Math.round(sums[3] / (float) count) << 24;
    for (int c = 0; c < 3 && sums[3] > 0; c++) {
      mean |= Math.round(sums[c] / (float) sums[3]) << 8 * c;
    }
    return mean;
  }

  private static int parts(int count, int size) {
    return (count + size - 1) / size;
  }
}
