package org.dgm4j.data.files;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;

/**
 * Reads the pictures below a folder that ImageIO can decode. Transparent pixels are put on black;
 * all pictures are grey, of one channel, unless one of them has colours.
 */
public final class ImageFolder {

  private static final Set<String> ENDINGS = Set.of(".png", ".jpg", ".jpeg", ".gif", ".bmp");

  private ImageFolder() {}

  /** The pictures as samples; the sub-folders are the labels, numbered in the order of names. */
  public static Dataset dataset(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("There is no folder " + folder);
    }
    List<Path> files = files(folder);
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          folder + " has no pictures; files ending in .png, .jpg, .jpeg, .gif or .bmp are wanted");
    }
    Picture[] pictures = new Picture[files.size()];
    ProgressTask.inParallel(
        "picture", pictures.length, i -> pictures[i] = Picture.read(files.get(i)));
    Picture first = pictures[0];
    int channels = Arrays.stream(pictures).mapToInt(picture -> picture.channels).max().getAsInt();
    int plane = first.height * first.width;
    float[] values =
        new float[Math.multiplyExact(files.size(), Math.multiplyExact(channels, plane))];
    for (int i = 0; i < files.size(); i++) {
      Picture picture = pictures[i];
      if (picture.height != first.height || picture.width != first.width) {
        throw new IllegalArgumentException(
            String.format(
                "%s is %d×%d (height×width), but %s is %d×%d; all pictures need one size",
                files.get(i),
                picture.height,
                picture.width,
                files.get(0),
                first.height,
                first.width));
      }
      for (int channel = 0; channel < channels; channel++) {
        System.arraycopy(
            picture.values,
            picture.channels == 1 ? 0 : channel * plane,
            values,
            (i * channels + channel) * plane,
            plane);
      }
    }
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    List<String> classes = classes(folder, files);
    Samples samples =
        Samples.owning(values, null, files.size(), channels, first.height, first.width);
    String description = "pictures from " + folder + ", split at random in a fixed way";
    if (classes.isEmpty()) {
      return Dataset.split(name, description, samples);
    }
    int[] labels =
        files.stream().mapToInt(file -> classes.indexOf(subfolder(folder, file))).toArray();
    String meaning =
        String.join(
            ", ",
            IntStream.range(0, classes.size()).mapToObj(i -> i + " " + classes.get(i)).toList());
    return Dataset.split(name, description + "; labels: " + meaning, samples.labelled(labels));
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      return found
          .filter(Files::isRegularFile)
          .filter(file -> !hidden(folder.relativize(file)))
          .filter(file -> ENDINGS.contains(ending(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean hidden(Path path) {
    return IntStream.range(0, path.getNameCount())
        .anyMatch(i -> path.getName(i).toString().startsWith("."));
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
  }

  /** The names of the sub-folders in order; none if the pictures lie in the folder itself. */
  private static List<String> classes(Path folder, List<Path> files) {
    List<Path> inside = files.stream().filter(file -> file.getParent().equals(folder)).toList();
    if (!inside.isEmpty() && inside.size() < files.size()) {
      throw new IllegalArgumentException(
          String.format(
              "%s lies beside sub-folders with pictures; put all pictures into sub-folders, whose"
                  + " names are the labels, or none",
              inside.get(0)));
    }
    return inside.isEmpty()
        ? files.stream().map(file -> subfolder(folder, file)).distinct().sorted().toList()
        : List.of();
  }

  private static String subfolder(Path folder, Path file) {
    return folder.relativize(file).getName(0).toString();
  }

  /** One decoded picture, values 0 to 1 in the order channel, row, column. */
  private record Picture(int channels, int height, int width, float[] values) {

    static Picture read(Path file) {
      BufferedImage image;
      try {
        image = ImageIO.read(file.toFile());
      } catch (IOException | RuntimeException e) {
        throw new IllegalArgumentException(
            String.format("%s cannot be read as a picture: %s", file, e.getMessage()), e);
      }
      if (image == null) {
        throw new IllegalArgumentException(file + " is not a picture that Java can read");
      }
      ColorModel colours = image.getColorModel();
      return colours.getNumColorComponents() == 1 && !(colours instanceof IndexColorModel)
          ? grey(image)
          : coloured(image);
    }

    private static Picture grey(BufferedImage image) {
      Raster raster = image.getRaster();
      ColorModel colours = image.getColorModel();
      float full = (1 << colours.getComponentSize(0)) - 1;
      float[] values =
          raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (float[]) null);
      for (int i = 0; i < values.length; i++) {
        values[i] /= full;
      }
      if (colours.hasAlpha() && !colours.isAlphaPremultiplied()) {
        float opaque = (1 << colours.getComponentSize(1)) - 1;
        float[] alpha =
            raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 1, (float[]) null);
        for (int i = 0; i < values.length; i++) {
          values[i] *= alpha[i] / opaque;
        }
      }
      return new Picture(1, image.getHeight(), image.getWidth(), values);
    }

    private static Picture coloured(BufferedImage image) {
      int height = image.getHeight();
      int width = image.getWidth();
      int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
      boolean grey = true;
      float[] values = new float[3 * pixels.length];
      for (int i = 0; i < pixels.length; i++) {
        int pixel = pixels[i];
        float alpha = (pixel >>> 24) / 255f;
        for (int channel = 0; channel < 3; channel++) {
          values[channel * pixels.length + i] = (pixel >> 16 - 8 * channel & 0xff) / 255f * alpha;
        }
        grey &=
            (pixel >> 16 & 0xff) == (pixel >> 8 & 0xff) && (pixel >> 8 & 0xff) == (pixel & 0xff);
      }
      return grey
          ? new Picture(1, height, width, Arrays.copyOf(values, pixels.length))
          : new Picture(3, height, width, values);
    }
  }
}
