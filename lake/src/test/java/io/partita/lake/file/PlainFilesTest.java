package io.partita.lake.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainFilesTest {
  @TempDir private Path folder;

  @Test
  void noChecksumLiesBesideAFile() throws IOException {
    write(PlainFiles.of(path("plain"), new Configuration()), "plain");
    AtomicFile.at("--out", folder.resolve("whole").toString(), new Configuration())
        .write(new byte[] {1});

    assertThat(names()).containsExactly("plain", "whole");
  }

  @Test
  void theFileSystemThatOthersShareStaysAsItIs() throws IOException {
    Configuration conf = new Configuration();
    FileSystem shared = path("before").getFileSystem(conf);

    AtomicFile.at("--out", folder.resolve("whole").toString(), conf).write(new byte[] {1});

    assertThat(path("after").getFileSystem(conf)).isSameAs(shared);
    write(shared, "shared");
    assertThat(names()).containsExactly(".shared.crc", "shared", "whole");
  }

  @Test
  void permissionsAreThoseThatHadoopGives() throws IOException {
    try (FileSystem hadoops = new RawLocalFileSystem()) {
      hadoops.initialize(folder.toUri(), new Configuration());
      FileSystem ours = PlainFiles.of(path("ours"), new Configuration());
      assertThat(permissions(ours, "ours")).isEqualTo(permissions(hadoops, "hadoops"));
    }
  }

  /** Of a folder and a file in it, as they are made and after they were set. */
  private String permissions(FileSystem fs, String name) throws IOException {
    var made = path(name);
    var file = new org.apache.hadoop.fs.Path(made, "a.mid");
    fs.mkdirs(made);
    fs.create(file).close();
    String first = permissions(made) + " " + permissions(file);
    fs.setPermission(made, new FsPermission((short) 01750));
    fs.setPermission(file, new FsPermission((short) 0604));
    return first + " " + permissions(made) + " " + permissions(file);
  }

  private static String permissions(org.apache.hadoop.fs.Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(path.toUri())));
  }

  private void write(FileSystem fs, String name) throws IOException {
    try (OutputStream out = fs.create(path(name), true)) {
      out.write(name.getBytes(StandardCharsets.UTF_8));
    }
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
