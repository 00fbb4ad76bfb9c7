package org.dgm4j.data.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.dgm4j.base.Randomness;
import org.dgm4j.base.Suggestion;
import org.dgm4j.data.ColouredDigits;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.DrawnDigits;
import org.dgm4j.data.ExactDataset;
import org.dgm4j.data.exact.BarsAndStripes;
import org.dgm4j.data.exact.Checkerboard;
import org.dgm4j.data.exact.Ising;
import org.dgm4j.data.exact.MarkovImages;
import org.dgm4j.data.exact.NoisyPoints;
import org.dgm4j.data.exact.Pinwheel;
import org.dgm4j.data.exact.Rings;
import org.dgm4j.data.files.BinaryTable;
import org.dgm4j.data.files.Cifar10;
import org.dgm4j.data.files.ImageFolder;
import org.dgm4j.data.files.Mnist;
import org.dgm4j.probability.joint.JointTable;

/**
 * The data sets that a notebook knows.
 *
 * <p>Files are looked for in the data folder: the environment variable {@code DGM4J_DATA}, or
 * {@code .dgm4j/data} in the home directory.
 */
public final class Datasets {

  private static final int DRAWN_SIZE = 28;
  private static final int DRAWN_COUNT = 10_000;
  private static final int EXACT_IMAGES = 5_000;
  private static final int EXACT_POINTS = 10_000;
  private static final long SEED = 1;
  private static final int COLOURED_SIZE = 14;
  private static final int COLOURED_COUNT = 5_000;

  /** A data set that needs no arguments. */
  private record Known(String name, String about, Supplier<Dataset> load) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known(
              "drawn-digits",
              "grey digits 28×28 drawn by dgm4j; needs no files and no network",
              Datasets::drawnDigits),
          new Known(
              "coloured-digits",
              "digits 14×14 in colour on textured ground; dependence of the channels known exactly",
              Datasets::colouredDigits),
          new Known("mnist", "handwritten grey digits 28×28", Datasets::mnist),
          new Known(
              "binarized-mnist",
              "handwritten digits 28×28 in the fixed binarization of the literature",
              Datasets::binarizedMnist),
          new Known("fashion-mnist", "grey clothes and shoes 28×28", Datasets::fashionMnist),
          new Known("cifar-10", "small photographs 32×32 in colour", Datasets::cifar10),
          new Known(
              "bars-and-stripes",
              "binary images 4×4, all patterns of lines; density known exactly",
              () -> barsAndStripes(4)),
          new Known(
              "ising",
              "binary images 8×8 of a magnet at temperature 2.3; density known exactly",
              () -> ising(8, 2.3)),
          new Known(
              "markov-images",
              "binary images 8×8 whose pixels are a chain; density known exactly",
              () -> markovImages(8, 8, 0.8)),
          new Known(
              "eight-gaussians",
              "points in eight clusters on a circle; density known exactly",
              Datasets::eightGaussians),
          new Known(
              "checkerboard",
              "points in the black squares of a board; density known exactly",
              Datasets::checkerboard),
          new Known(
              "pinwheel",
              "points on five twisted blades; density known exactly",
              Datasets::pinwheel),
          new Known(
              "two-moons", "points on two half circles; density known exactly", Datasets::twoMoons),
          new Known("rings", "points on three circles; density known exactly", Datasets::rings));

  private Datasets() {}

  /** The names that {@link #named} knows. */
  public static List<String> names() {
    return KNOWN.stream().map(Known::name).toList();
  }

  /** What a known data set is, in one line, without loading it. */
  public static String about(String name) {
    return known(name).about;
  }

  /**
   * A data set by its name, such as {@code drawn-digits}.
   *
   * @throws IllegalArgumentException if there is none, with the nearest name
   */
  public static Dataset named(String name) {
    return known(name).load.get();
  }

  private static Known known(String name) {
    return KNOWN.stream()
        .filter(known -> known.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        "There is no data set '%s'%s Known are %s",
                        name, nearest(name), String.join(", ", names()))));
  }

  /** The question whether the nearest name is meant, if it is near. */
  private static String nearest(String name) {
    return Suggestion.of(name, names(), known -> Math.max(name.length(), known.length()) / 2)
        .map(known -> "; did you mean '" + known + "'?")
        .orElse(".");
  }

  /**
   * The data folder: the system property {@code dgm4j.data}, else the environment variable {@code
   * DGM4J_DATA}, else {@code .dgm4j/data} in the home directory. It need not exist.
   */
  public static Path folder() {
    String property = System.getProperty("dgm4j.data", "");
    String named = property.isBlank() ? System.getenv("DGM4J_DATA") : property;
    return named == null || named.isBlank()
        ? Path.of(System.getProperty("user.home"), ".dgm4j", "data")
        : Path.of(named);
  }

  /**
   * Digits drawn by this library: grey images of 28×28 with labels 0 to 9, 10,000 to train and
   * 2,000 each to validate and to test. Needs no network and no files.
   */
  public static Dataset drawnDigits() {
    return drawnDigits(DRAWN_SIZE, DRAWN_COUNT, SEED);
  }

  /**
   * Digits drawn by this library, at any size and in any number; the same seed gives the same
   * digits.
   *
   * @param size the height and width of an image, at least 8
   * @param count how many to train with; a fifth of it each are drawn to validate and to test
   */
  public static Dataset drawnDigits(int size, int count, long seed) {
    requireDigits(size, count);
    return new Dataset(
        "drawn-digits",
        "digits drawn by dgm4j from strokes with random bend, slant and pen, seed " + seed,
        DrawnDigits.draw(count, size, Randomness.derive(seed, 0)),
        DrawnDigits.draw(count / 5, size, Randomness.derive(seed, 1)),
        DrawnDigits.draw(count / 5, size, Randomness.derive(seed, 2)));
  }

  private static void requireDigits(int size, int count) {
    if (size < 8) {
      throw new IllegalArgumentException(
          String.format("Digits need images of at least 8×8, not %d×%d", size, size));
    }
    if (count < 5) {
      throw new IllegalArgumentException(
          "At least 5 digits are needed to train with, not " + count);
    }
  }

  /**
   * Digits drawn by this library in colour on textured ground: images of 14×14 in red, green and
   * blue with labels 0 to 9, 5,000 to train and 1,000 each to validate and to test.
   *
   * @see #colouredDigits(int, int, long)
   */
  public static Dataset colouredDigits() {
    return colouredDigits(COLOURED_SIZE, COLOURED_COUNT, SEED);
  }

  /**
   * Digits drawn by this library in colour on textured ground, at any size and in any number.
   *
   * <p>Each channel of a pixel is darker or lighter, as {@link #digitTexture()} draws it for every
   * pixel anew: red is 0 or 1/3 on the ground and 2/3 or 1 on the digit, green and blue are 1/4 or
   * 3/4 everywhere. Green and blue do not tell where the digit is. So a model whose channels are
   * independent of each other given the pixels before loses, by that, the total correlation of the
   * texture for every pixel, whatever it knows of digits. This holds for {@code .quantized(k)} with
   * k = 4 and more levels; with 2, red keeps the digit only.
   *
   * @param size the height and width of an image, at least 8
   * @param count how many to train with; a fifth of it each are drawn to validate and to test
   */
  public static Dataset colouredDigits(int size, int count, long seed) {
    requireDigits(size, count);
    return new Dataset(
        "coloured-digits",
        "digits drawn by dgm4j in colour on textured ground, seed " + seed,
        ColouredDigits.draw(count, size, Randomness.derive(seed, 0)),
        ColouredDigits.draw(count / 5, size, Randomness.derive(seed, 1)),
        ColouredDigits.draw(count / 5, size, Randomness.derive(seed, 2)));
  }

  /**
   * The exact joint distribution of the three channels of a pixel's texture in {@link
   * #colouredDigits}: which are darker and which lighter. Each alone is a fair coin; green is like
   * red with probability 0.95; blue is unlike both with 0.95 if they agree, and fair if not.
   */
  public static JointTable digitTexture() {
    return ColouredDigits.TEXTURE;
  }

  /**
   * MNIST: handwritten digits, grey images of 28×28 with labels 0 to 9, 50,000 to train, the last
   * 10,000 of the original training images to validate, and 10,000 to test. The four IDX files are
   * read from {@code mnist/} in the data folder; what is missing is downloaded through DJL's own
   * dataset repository, unless DJL is offline ({@code DJL_OFFLINE=true}).
   *
   * @throws IllegalStateException if files are missing and cannot be downloaded
   * @throws IllegalArgumentException if a file is damaged
   */
  public static Dataset mnist() {
    return Mnist.grey(folder());
  }

  /**
   * MNIST in the fixed binarization that density models are compared on: binary images of 28×28,
   * 50,000 / 10,000 / 10,000, without labels. The files {@code binarized_mnist_train.amat}, {@code
   * _valid} and {@code _test}, gzipped or plain, are read from {@code binarized_mnist/} in the data
   * folder.
   *
   * @throws IllegalStateException if files are missing
   * @throws IllegalArgumentException if a file is damaged
   */
  public static Dataset binarizedMnist() {
    return Mnist.binarized(folder());
  }

  /**
   * Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): clothes and shoes, grey images of 28×28 with
   * labels 0 to 9, split as {@link #mnist}. The four IDX files, which have MNIST's names, are read
   * from {@code fashion_mnist/} in the data folder; what is missing is downloaded as MNIST is.
   *
   * @throws IllegalStateException if files are missing and cannot be downloaded
   * @throws IllegalArgumentException if a file is damaged
   */
  public static Dataset fashionMnist() {
    return Mnist.fashion(folder());
  }

  /**
   * CIFAR-10 (Krizhevsky 2009): photographs of 32×32 in red, green and blue with labels 0 to 9,
   * 40,000 to train, the last 10,000 of the original training images to validate, and 10,000 to
   * test; they take 0.8 GB of memory. The files of its binary version, {@code data_batch_1.bin} to
   * {@code _5} and {@code test_batch.bin}, or their archive {@code cifar-10-binary.tar.gz}, are
   * read from {@code cifar10/} in the data folder; where there are none, they are downloaded
   * through DJL's own dataset repository, unless DJL is offline ({@code DJL_OFFLINE=true}).
   *
   * @throws IllegalStateException if files are missing and cannot be downloaded
   * @throws IllegalArgumentException if a file is damaged
   */
  public static Dataset cifar10() {
    return Cifar10.colour(folder());
  }

  /**
   * Binary vectors from text: 0 and 1 separated by blanks or commas, one example a line, gzipped or
   * plain.
   *
   * @param path a folder with one file each for train, valid and test, or a single file, which is
   *     split in a fixed way; a relative path is looked for in the working directory, then in the
   *     data folder
   * @throws IllegalArgumentException if there is no such file, or it is not as described
   */
  public static Dataset binaryTable(String path) {
    return BinaryTable.dataset(found(path));
  }

  /**
   * Your own pictures: the PNG, JPEG, GIF and BMP files below a folder, all of one size, as values
   * 0 to 1; sub-folders, where there are any, are the labels 0, 1, … in the order of their names.
   * They are split in a fixed way, a tenth each to validate and to test.
   *
   * @param folder a relative one is looked for in the working directory, then in the data folder
   * @throws IllegalArgumentException if there is no picture, one cannot be read, or sizes differ
   */
  public static Dataset images(String folder) {
    return ImageFolder.dataset(found(folder));
  }

  private static Path found(String path) {
    Path here = Path.of(path);
    Path inFolder = folder().resolve(path);
    return Files.notExists(here) && Files.exists(inFolder) ? inFolder : here;
  }

  /**
   * Bars and stripes: n×n binary images, uniform over the 2^(n+1) − 2 patterns whose rows or
   * columns are each of one value. Train has every pattern equally often, validation and test have
   * each once, so that a mean over test is an exact expectation.
   */
  public static ExactDataset barsAndStripes(int n) {
    return BarsAndStripes.dataset(n);
  }

  /**
   * Ising lattices: binary images of side×side, 5,000 to train and 1,000 each to validate and to
   * test. Neighbours (above, below, left and right, with free borders) agree the more the colder it
   * is; p(x) is proportional to exp((agreeing − differing pairs) / temperature). The critical
   * temperature of the infinite lattice is 2 / log(1 + √2) = 2.269.
   *
   * <p>Up to 16×16 the density, the entropy and the samples are exact (transfer matrix). Up to
   * 32×32 there are samples only (cluster updates).
   */
  public static ExactDataset ising(int side, double temperature) {
    return ExactDataset.drawn(
        "ising",
        String.format("Ising lattice %d×%d at temperature %s", side, side, temperature),
        new Ising(side, temperature),
        EXACT_IMAGES,
        SEED);
  }

  /**
   * Markov-chain images whose first pixel is 0 or 1 evenly and whose every further pixel, in raster
   * order, is like the one before with probability {@code stay}.
   */
  public static ExactDataset markovImages(int height, int width, double stay) {
    MarkovImages.probability("p(like the one before)", stay);
    return markovImages(height, width, 0.5, 1 - stay, stay);
  }

  /**
   * Markov-chain images: binary images whose pixels, in raster order, depend on the pixel before
   * only; 5,000 to train and 1,000 each to validate and to test.
   *
   * @param first the probability that the first pixel is 1
   * @param afterZero the probability of 1 after 0
   * @param afterOne the probability of 1 after 1
   */
  public static ExactDataset markovImages(
      int height, int width, double first, double afterZero, double afterOne) {
    return ExactDataset.drawn(
        "markov-images",
        String.format(
            Locale.ROOT,
            "binary chains in raster order, %d×%d; p(1) is %.4g first, %.4g after 0, %.4g after 1",
            height,
            width,
            first,
            afterZero,
            afterOne),
        new MarkovImages(height, width, first, afterZero, afterOne),
        EXACT_IMAGES,
        SEED);
  }

  /**
   * Points of the plane from eight equally probable normal distributions of standard deviation 0.3,
   * evenly on a circle of radius 3. The entropy is by quadrature, to 1e-9 nats.
   */
  public static ExactDataset eightGaussians() {
    return points(
        "eight-gaussians",
        "eight normal distributions of deviation 0.3 on a circle of radius 3",
        NoisyPoints.onCircle(8, 3, 0.3));
  }

  /** Points of the plane, uniform over the black squares of a 4×4 board from −4 to 4. */
  public static ExactDataset checkerboard() {
    return points(
        "checkerboard", "uniform over eight squares of side 2 from −4 to 4", new Checkerboard());
  }

  /**
   * Points of the plane on five twisted blades: normal with deviation 0.6 along and 0.15 across a
   * blade around distance 2, turned by 0.6 radians for each unit of distance. The density is exact
   * by change of variables, the entropy by quadrature to 1e-9 nats.
   */
  public static ExactDataset pinwheel() {
    return points("pinwheel", "five blades, normal along and across, twisted", new Pinwheel());
  }

  /**
   * Points of the plane on two interlocking half circles of radius 1 with normal noise of deviation
   * 0.1. Density and entropy are by quadrature, to 1e-9 nats within 20 of the centre.
   */
  public static ExactDataset twoMoons() {
    return points(
        "two-moons",
        "two half circles of radius 1 with normal noise of deviation 0.1",
        NoisyPoints.moons(0.1));
  }

  /**
   * Points of the plane on circles of radius 1, 2 and 3 with normal noise of deviation 0.15.
   * Density and entropy are by quadrature, to 1e-9 nats within 20 of the centre.
   */
  public static ExactDataset rings() {
    return points(
        "rings",
        "circles of radius 1, 2 and 3 with normal noise of deviation 0.15",
        new Rings(3, 0.15));
  }

  private static ExactDataset points(String name, String description, ExactDataset.Law law) {
    return ExactDataset.drawn(name, description, law, EXACT_POINTS, SEED);
  }
}
