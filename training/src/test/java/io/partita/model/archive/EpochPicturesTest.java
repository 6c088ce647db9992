package io.partita.model.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochPicturesTest {
  private static final byte[] PNG = {1, 2, 3};

  @TempDir private Path folder;

  @Test
  void areReadAsTheyWereWritten() throws IOException {
    EpochPictures pictures = pictures();
    pictures.write(2, PNG);
    assertThat(pictures.epochs()).containsExactly(2);
    assertThat(pictures.read(2)).contains(PNG);
  }

  /** An archive may come from anybody, and its folder of pictures be a link to another place. */
  @Test
  void areNeitherReadNorWrittenThroughALink() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.write(outside.resolve("epoch-001.png"), PNG);
    Path link = Files.createDirectories(folder.resolve("model")).resolve("epochs");
    Files.createSymbolicLink(link, outside);

    EpochPictures pictures = pictures();
    assertThat(pictures.epochs()).isEmpty();
    assertThat(pictures.read(1)).isEmpty();

    pictures.write(2, PNG);
    assertThat(outside).isDirectoryNotContaining("glob:**epoch-002.png");
    assertThat(outside.resolve("epoch-001.png")).hasBinaryContent(PNG);
    assertThat(pictures.epochs()).containsExactly(2);
  }

  private EpochPictures pictures() throws IOException {
    return new EpochPictures(
        ModelFolder.at(folder.resolve("model").toString(), new Configuration()));
  }
}
