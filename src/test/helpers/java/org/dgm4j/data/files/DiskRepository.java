package org.dgm4j.data.files;

import ai.djl.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** A dataset repository of DJL on disk. */
final class DiskRepository {

  private DiskRepository() {}

  /**
   * A file of a data set.
   *
   * @param intact whether its hash is the one that the repository states
   */
  record Item(String name, String file, byte[] content, boolean intact) {

    private String line() {
      try {
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(content);
        hash[0] += (byte) (intact ? 0 : 1);
        return String.format(
            "\"%s\": {\"uri\": \"%s\", \"sha1Hash\": \"%s\", \"size\": %d}",
            name, file, HexFormat.of().formatHex(hash), content.length);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A repository below a folder with one data set, which replaces the one that was there. */
  static Repository at(Path folder, String artifact, List<Item> items) throws IOException {
    Path root = folder.resolve("repository");
    Path place = root.resolve("dataset/cv/ai/djl/basicdataset").resolve(artifact);
    Files.createDirectories(place);
    for (Item item : items) {
      Files.write(place.resolve(item.file), item.content);
    }
    Files.writeString(
        place.resolve("metadata.json"),
        String.format(
            "{\"metadataVersion\": \"0.2\", \"resourceType\": \"dataset\", \"application\": \"cv\","
                + " \"groupId\": \"ai.djl.basicdataset\", \"artifactId\": \"%s\", \"artifacts\":"
                + " [{\"version\": \"1.0\", \"files\": {%s}}]}",
            artifact, items.stream().map(Item::line).collect(Collectors.joining(", "))));
    return Repository.newInstance("test", root.toString());
  }
}
