package io.partita.lake;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.PartitaRun;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File systems that can publish and others: the local disk under other schemes and with flaws. */
@Tag("spark")
class PublishingNeedsTest {
  @TempDir private java.nio.file.Path folder;

  /** The local disk under the scheme that a test needs. */
  public static class OtherDisk extends RawLocalFileSystem {
    private URI uri;

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
      super.initialize(name, conf);
      uri = URI.create(name.getScheme() + ":///");
    }

    @Override
    public URI getUri() {
      return uri == null ? super.getUri() : uri; // asked for while the parent is constructed
    }

    @Override
    protected void checkPath(Path path) {}
  }

  /** A second creator of a file wins, too. */
  public static final class Overwriting extends OtherDisk {
    @Override
    public FSDataOutputStream create(
        Path path,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      return super.create(path, true, bufferSize, replication, blockSize, progress);
    }
  }

  /** Renames files only, as a store of objects would. */
  public static final class WithoutFolders extends OtherDisk {
    @Override
    public boolean rename(Path from, Path to) throws IOException {
      return !getFileStatus(from).isDirectory() && super.rename(from, to);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://bucket/lake", "gs://bucket/lake", "wasbs://c@account/lake"})
  void objectStoresAreRefusedBeforeAnythingConnectsToThem(String lake) {
    String scheme = lake.substring(0, lake.indexOf(':'));

    assertThatMistake(() -> Lake.at(lake, new Configuration()))
        .is(Mistake.UNSUITABLE_STORE)
        .names(lake, scheme);
  }

  @Test
  void anIngestIntoAnObjectStoreIsAMistakeOfOneLine() throws IOException {
    java.nio.file.Path song = Files.write(folder.resolve("song.mid"), new byte[] {1});

    PartitaRun.of("ingest-midi", "--input", song, "--lake", "s3a://b/lake")
        .mistake(Mistake.UNSUITABLE_STORE)
        .names("s3a://b/lake", "s3a");
  }

  @Test
  void anUnknownFileSystemThatDoesWhatIsNeededIsUsed() throws IOException {
    begin(lake("disk", OtherDisk.class)).close();

    assertThat(folder.resolve("lake/_partita/songs")).isDirectoryContaining("glob:**/files");
    assertThat(folder.resolve("lake/_partita/songs")).isDirectoryNotContaining("glob:**/probe-*");
  }

  @Test
  void oneThatLetsTwoRunsCreateTheSameFileIsRefused() throws IOException {
    Lake lake = lake("loose", Overwriting.class);

    assertThatMistake(() -> begin(lake)).is(Mistake.UNSUITABLE_STORE).names("loose:///");
    assertThat(folder.resolve("lake/_partita/songs")).isEmptyDirectory();
  }

  @Test
  void oneThatCannotRenameAFolderIsRefused() throws IOException {
    Lake lake = lake("flat", WithoutFolders.class);

    assertThatMistake(() -> begin(lake)).is(Mistake.UNSUITABLE_STORE).names("flat:///");
  }

  @Test
  void azureWithoutAHierarchicalNamespaceIsRefused() throws IOException {
    Lake lake = lake("abfs", OtherDisk.class);

    assertThatMistake(() -> begin(lake)).is(Mistake.UNSUITABLE_STORE).names("abfs:///");
  }

  @Test
  void aMountTableIsAsGoodAsWhatItLeadsTo() throws IOException {
    Configuration conf = configuration("s3a", OtherDisk.class);
    conf.set("fs.viewfs.mounttable.default.link./good", folder.toUri().toString());
    conf.set("fs.viewfs.mounttable.default.link./bad", "s3a://" + folder);

    begin(Lake.at("viewfs:///good/lake", conf)).close();
    assertThat(folder.resolve("lake/_partita/songs/files")).isDirectory();

    Lake bad = Lake.at("viewfs:///bad/lake", conf);
    assertThatMistake(() -> begin(bad)).is(Mistake.UNSUITABLE_STORE).names("s3a");
  }

  private Lake lake(String scheme, Class<? extends OtherDisk> fileSystem) throws IOException {
    return Lake.at(scheme + ":" + folder.resolve("lake"), configuration(scheme, fileSystem));
  }

  private static Configuration configuration(String scheme, Class<? extends OtherDisk> fileSystem) {
    Configuration conf = new Configuration();
    conf.setClass("fs." + scheme + ".impl", fileSystem, RawLocalFileSystem.class);
    conf.setBoolean("fs." + scheme + ".impl.disable.cache", true);
    return conf;
  }

  private static Publication begin(Lake lake) throws IOException {
    return Publication.begin(lake, "songs", "v1", "attempt-v1", "ingest-lmd", false);
  }
}
