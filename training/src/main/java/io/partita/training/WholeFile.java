package io.partita.training;

import io.partita.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * A file, local or on HDFS, that has its name when it is complete and never before: it is written
 * beside it and renamed over what was there.
 */
public record WholeFile(FileSystem fs, Path path) {

  /**
   * The file of that name, there or not.
   *
   * @param option that named it, for the message
   * @throws UserException when it is no path, or a folder
   */
  public static WholeFile at(String option, String file, Configuration conf) throws IOException {
    Path path;
    try {
      path = new Path(file);
    } catch (IllegalArgumentException e) {
      throw new UserException(option + " '" + file + "' is not a path: " + e.getMessage() + ".", e);
    }
    FileSystem fs = path.getFileSystem(conf);
    Path qualified = fs.makeQualified(path);
    if (fs.exists(qualified) && fs.getFileStatus(qualified).isDirectory()) {
      throw new UserException(option + " " + file + " is a folder: give a file.");
    }
    return new WholeFile(fs, qualified);
  }

  /** Its bytes, or nothing where it is missing. */
  public Optional<byte[]> read() throws IOException {
    try (InputStream in = fs.open(path)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty(); // which is the answer
    }
  }

  /** Writes all of it or nothing; its folder is made if need be. */
  public void write(byte[] bytes) throws IOException {
    fs.setWriteChecksum(false);
    fs.mkdirs(path.getParent());
    Path temporary = new Path(path.getParent(), "_" + path.getName() + ".tmp");
    try (OutputStream out = fs.create(temporary, true)) {
      out.write(bytes);
    }
    takeFrom(temporary);
  }

  /** Renames a complete file over this one, in one step where the file system has one. */
  void takeFrom(Path complete) throws IOException {
    if (fs instanceof LocalFileSystem) {
      Files.move(
          java.nio.file.Path.of(complete.toUri()),
          java.nio.file.Path.of(path.toUri()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } else {
      FileContext.getFileContext(fs.getUri(), fs.getConf())
          .rename(complete, path, Options.Rename.OVERWRITE);
    }
  }
}
