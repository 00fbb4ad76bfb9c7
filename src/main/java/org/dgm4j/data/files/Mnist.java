package org.dgm4j.data.files;

import ai.djl.basicdataset.BasicDatasets;
import ai.djl.repository.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;

/**
 * MNIST, and what has its form, from files in the data folder, downloaded where they are missing.
 */
public final class Mnist {

  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  /** As is usual for MNIST: 50,000 are left to train with. */
  private static final int VALIDATION = 10_000;

  /** The name of each file in the repository of DJL. */
  private static final Map<String, String> ITEMS =
      Map.of(
          TRAIN_IMAGES, "train_data",
          TRAIN_LABELS, "train_labels",
          TEST_IMAGES, "test_data",
          TEST_LABELS, "test_labels");

  private Mnist() {}

  /** Grey images of digits; the last 10,000 of the training file validate. */
  public static Dataset grey(Path dataFolder) {
    return grey(dataFolder, BasicDatasets.REPOSITORY);
  }

  static Dataset grey(Path dataFolder, Repository repository) {
    return read(
        "mnist",
        "handwritten digits by LeCun, Cortes and Burges",
        "",
        dataFolder.resolve("mnist"),
        new RepositoryDownload(repository, "mnist", ITEMS));
  }

  /** Grey images of clothes in the form of MNIST; the last 10,000 of the training file validate. */
  public static Dataset fashion(Path dataFolder) {
    return fashion(dataFolder, BasicDatasets.REPOSITORY);
  }

  static Dataset fashion(Path dataFolder, Repository repository) {
    return read(
        "fashion-mnist",
        "clothes and shoes by Xiao, Rasul and Vollgraf",
        "; labels: 0 T-shirt, 1 trousers, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt,"
            + " 7 trainer, 8 bag, 9 ankle boot",
        dataFolder.resolve("fashion_mnist"),
        new RepositoryDownload(repository, "fashmnist", ITEMS));
  }

  private static Dataset read(
      String name, String what, String meaning, Path folder, RepositoryDownload download) {
    Map<String, Path> files =
        new DatasetFolder(folder)
            .files(
                List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS),
                missing -> download.fetch(missing, folder));
    Samples train = labelled(files.get(TRAIN_IMAGES), files.get(TRAIN_LABELS));
    Samples test = labelled(files.get(TEST_IMAGES), files.get(TEST_LABELS));
    int validation = Math.min(VALIDATION, train.count() / 6);
    return new Dataset(
        name,
        what + ", from " + folder + meaning,
        train.range(0, train.count() - validation),
        train.range(train.count() - validation, train.count()),
        test);
  }

  /** Binary images in the fixed binarization and splits of Larochelle and Murray (2011). */
  public static Dataset binarized(Path dataFolder) {
    Path folder = dataFolder.resolve("binarized_mnist");
    String train = "binarized_mnist_train.amat";
    String validation = "binarized_mnist_valid.amat";
    String test = "binarized_mnist_test.amat";
    Map<String, Path> files =
        new DatasetFolder(folder)
            .files(List.of(train, validation, test), missing -> "there is no download for them");
    return new Dataset(
        "binarized-mnist",
        "handwritten digits in the fixed binarization of Larochelle and Murray, from " + folder,
        binaryImages(files.get(train)),
        binaryImages(files.get(validation)),
        binaryImages(files.get(test)));
  }

  private static Samples labelled(Path images, Path labels) {
    Samples samples = IdxFile.images(images);
    int[] classes = IdxFile.labels(labels);
    if (classes.length != samples.count()) {
      throw new IllegalArgumentException(
          String.format(
              "%s has %d images, but %s has %d labels; these files do not belong together",
              images, samples.count(), labels, classes.length));
    }
    return samples.labelled(classes);
  }

  private static Samples binaryImages(Path file) {
    Samples rows = BinaryTable.read(file);
    if (rows.dimensions() != 784) {
      throw new IllegalArgumentException(
          String.format(
              "%s has %d values a line, but images of 28×28 need 784", file, rows.dimensions()));
    }
    return rows.reshaped(1, 28, 28);
  }
}
