package io.partita.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NioFileSystemTest {
  @TempDir java.nio.file.Path folder;

  private static FileSystem ours() throws IOException {
    return FileSystem.newInstance(
        new Path("file:///").toUri(), Spark.hadoopConfiguration());
  }

  @Test
  void isWhatJobsOfThisMachineUse() throws IOException {
    assertThat(ours()).isInstanceOf(NioFileSystem.class);
  }

  @Test
  void givesTheSamePermissionsAsHadoops() throws IOException {
    try (FileSystem hadoops = new LocalFileSystem();
        FileSystem ours = ours()) {
      hadoops.initialize(new Path("file:///").toUri(), new Configuration());
      assertThat(made(ours, "ours")).isEqualTo(made(hadoops, "hadoops"));
    }
  }

  /** Permissions of a folder, a file in it, and of both after they were set. */
  private String made(FileSystem fs, String name) throws IOException {
    Path made = new Path(folder.resolve(name).toUri());
    Path file = new Path(made, "a.mid");
    fs.mkdirs(made);
    fs.create(file).close();
    String first = permissions(made) + " " + permissions(file);
    fs.setPermission(made, new FsPermission((short) 01750));
    fs.setPermission(file, new FsPermission((short) 0604));
    return first + " " + permissions(made) + " " + permissions(file);
  }

  private static String permissions(Path path) throws IOException {
    java.nio.file.Path file = java.nio.file.Path.of(path.toUri());
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
