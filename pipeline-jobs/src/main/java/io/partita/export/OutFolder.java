package io.partita.export;

import io.partita.UserException;
import io.partita.model.archive.PlainFiles;
import io.partita.run.KeptInputs;
import io.partita.run.NewFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folder that an export fills: local or on HDFS, and empty before. */
record OutFolder(FileSystem fs, Path path) {
  /** Below it, while files are in the making. */
  private static final String UNFINISHED = "_unfinished";

  /**
   * Makes it.
   *
   * @throws UserException where it cannot be made, holds something, or is a part of the lake
   */
  static OutFolder make(String out, String lake, Configuration conf) throws IOException {
    Path path;
    try {
      path = new Path(out);
    } catch (IllegalArgumentException e) {
      throw new UserException("--out '" + out + "' is not a path: " + e.getMessage() + ".", e);
    }
    FileSystem fs = PlainFiles.of(path, conf);
    Path qualified = fs.makeQualified(path);
    new KeptInputs(conf).lake(lake).keepFrom(qualified, "--out " + out);
    if (fs.getUri().getScheme().equals("file")) {
      NewFolder.make("--out " + out, java.nio.file.Path.of(qualified.toUri().getPath()));
    } else {
      fs.mkdirs(qualified);
    }
    if (fs.listStatus(qualified).length > 0) {
      throw new UserException("--out " + out + " is not empty: give a new folder.");
    }
    return new OutFolder(fs, qualified);
  }

  /** Where Spark writes a split. */
  Path unfinished(String name) {
    return new Path(path, UNFINISHED + "/" + name);
  }

  Path file(String name) {
    return new Path(path, name);
  }

  OutputStream create(String name) throws IOException {
    return new java.io.BufferedOutputStream(fs.create(file(name), false), 1 << 20);
  }

  void write(String name, String text) throws IOException {
    try (OutputStream out = create(name)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Deletes what is not a part of the result. */
  void tidy() throws IOException {
    fs.delete(new Path(path, UNFINISHED), true);
  }
}
