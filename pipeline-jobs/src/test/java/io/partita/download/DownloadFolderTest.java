package io.partita.download;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
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
    assertThatMistake(of(url)::make).is(Mistake.BAD_PATH).names("--out", url);
  }
}
