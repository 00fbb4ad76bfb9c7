package org.dgm4j.base;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A hidden file that is written beside its place and moved there once it is whole.
 *
 * <p>Its process holds a lock on it. One without a lock was left behind by a process that was
 * killed, and the next that writes to the same place removes it.
 */
public final class PartFile implements Closeable {

  // Windows lets nobody write to bytes that are locked, so it is one that no file has.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /** Those of this process: to open one again and close it would end its lock. */
  private static final Set<Path> OWN = new HashSet<>();

  private final Path target;
  private final Path path;
  private final FileChannel lock;

  private PartFile(Path target) throws IOException {
    this.target = target;
    path = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".part");
    OWN.add(path.getFileName());
    lock = FileChannel.open(path, StandardOpenOption.WRITE);
  }

  /** Begins an empty file for a place, and removes what was abandoned there. */
  public static PartFile beside(Path target) throws IOException {
    synchronized (OWN) {
      removeAbandoned(target);
      PartFile part = new PartFile(target);
      while (!part.isLocked() || Files.notExists(part.path)) {
        // Another process came in before the lock.
        part.close();
        part = new PartFile(target);
      }
      return part;
    }
  }

  /** Writes to it. */
  public OutputStream open() throws IOException {
    return Files.newOutputStream(path);
  }

  /** Moves the file to its place; what is open of it must be closed only then. */
  public void complete() throws IOException {
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    synchronized (OWN) {
      Files.deleteIfExists(path);
      lock.close();
      OWN.remove(path.getFileName());
    }
  }

  private boolean isLocked() {
    try {
      return lock.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (IOException e) {
      // There are no locks on this disk, so nobody can take this one, and nothing is removed.
      return true;
    }
  }

  private static void removeAbandoned(Path target) {
    Pattern name = Pattern.compile(Pattern.quote("." + target.getFileName()) + "\\d+\\.part");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(target.getParent())) {
      for (Path file : files) {
        if (name.matcher(file.getFileName().toString()).matches()
            && !OWN.contains(file.getFileName())) {
          removeUnlessLocked(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // In a folder that can't be listed, a file can be written all the same.
    }
  }

  private static void removeUnlessLocked(Path file) {
    try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = open.tryLock(LOCKED_BYTE, 1, false)) {
      if (lock != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // It is gone, or not ours to remove.
    }
  }
}
