package io.partita.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UserException;
import io.partita.download.PublishedDataset;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DownloadFolderTest {
  @TempDir private Path folder;

  private static DownloadFolder of(Object out) {
    return CommandLine.populateCommand(new DownloadFolder(), "--out", out.toString());
  }

  @Test
  void isMadeWithTheFoldersInIt() throws IOException {
    Path out = folder.resolve("a/b");
    PublishedDataset dataset = PublishedDataset.named("groove");

    of(out).make();
    Path place = of(out).place(dataset, dataset.files().get(0));

    assertThat(out).isDirectory();
    assertThat(place).startsWithRaw(out).doesNotExist();
    assertThat(place.getParent()).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs://namenode/data", "s3a://bucket/data", "file:/data"})
  void isNoUrl(String url) {
    assertThatThrownBy(of(url)::make)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "--out is a local folder, not %s: download to one and copy the files from there.", url);
  }
}
