package io.partita.lake;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.lake.file.ExclusiveFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that one of several writers creates: on a disk, and on what nobody knows beforehand. */
class ExclusiveFileTest {
  @TempDir private java.nio.file.Path folder;

  /** Neither a disk nor HDFS, as far as anybody can tell. */
  public static class Unknown extends FilterFileSystem {
    Unknown() {
      super(
          new RawLocalFileSystem() {
            @Override
            protected void checkPath(Path path) {}
          });
    }

    @Override
    public URI getUri() {
      return URI.create("unknown:///");
    }

    @Override
    protected void checkPath(Path path) {}
  }

  /** Renames onto nothing that is there. */
  public static final class Careful extends Unknown {
    @Override
    public boolean rename(Path from, Path to) throws IOException {
      synchronized (Careful.class) {
        return !exists(to) && super.rename(from, to);
      }
    }
  }

  /** Lets everybody create a file. */
  public static final class Careless extends Unknown {
    @Override
    public boolean exists(Path path) throws IOException {
      return !path.getName().startsWith("try-") && super.exists(path);
    }
  }

  @Test
  void theSecondWriterOfAFileIsTold() throws IOException {
    for (FileSystem fs : new FileSystem[] {local(), careful()}) {
      Path path = new Path(folder.resolve(fs.getUri().getScheme() + ".json").toString());

      assertThat(new ExclusiveFile(fs, path).create(bytes("first"))).isTrue();
      assertThat(new ExclusiveFile(fs, path).create(bytes("second"))).isFalse();
      assertThat(java.nio.file.Path.of(path.toUri().getPath())).hasContent("first");
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("file.json", "unknown.json");
  }

  @Test
  void anUnknownFileSystemThatLetsOneWriterWinIsUsed() throws IOException {
    begin(lake(Careful.class)).close();

    assertThat(folder.resolve("lake/_partita/songs")).isDirectoryNotContaining("glob:**/try-*");
  }

  @Test
  void oneThatLetsSeveralWinIsRefused() throws IOException {
    Lake lake = lake(Careless.class);

    assertThatMistake(() -> begin(lake)).is(Mistake.UNSUITABLE_STORE).names("unknown:///");
    assertThat(folder.resolve("lake/_partita/songs")).isEmptyDirectory();
  }

  private static FileSystem local() throws IOException {
    return FileSystem.getLocal(new Configuration()).getRaw();
  }

  private static FileSystem careful() throws IOException {
    Careful fs = new Careful();
    fs.initialize(URI.create("file:///"), new Configuration());
    return fs;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Lake lake(Class<? extends FileSystem> fileSystem) throws IOException {
    Files.createDirectories(folder.resolve("lake/_partita/songs"));
    Configuration conf = new Configuration();
    conf.setClass("fs.unknown.impl", fileSystem, FileSystem.class);
    conf.setBoolean("fs.unknown.impl.disable.cache", true);
    return Lake.at("unknown:" + folder.resolve("lake"), conf);
  }

  private static Publication begin(Lake lake) throws IOException {
    return Publication.begin(lake, "songs", "v1", "attempt-v1", "ingest-lmd", false);
  }
}
