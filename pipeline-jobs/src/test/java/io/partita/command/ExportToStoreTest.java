package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DuckDb;
import io.partita.PartitaRun;
import io.partita.Sample;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Exports to what is no disk of this machine. A store of objects keeps parts of files on one, by
 * class loaders that know nothing of Partita.
 */
@Tag("spark")
class ExportToStoreTest {
  private static final String SETTING = "spark.hadoop.fs.store.impl";

  @TempDir private Path folder;

  /** The local disk as a store. */
  public static final class Store extends RawLocalFileSystem {
    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
      if (conf.get("fs.file.impl", "").startsWith("io.partita.")) {
        throw new IllegalStateException(new ClassNotFoundException(conf.get("fs.file.impl")));
      }
      super.initialize(name, conf);
    }

    @Override
    public URI getUri() {
      return URI.create("store:///");
    }
  }

  @BeforeEach
  void addStore() {
    System.setProperty(SETTING, Store.class.getName());
  }

  @AfterEach
  void removeStore() {
    System.clearProperty(SETTING);
  }

  @ParameterizedTest
  @CsvSource({"parquet, train-00000-of-00001.parquet", "npy, train.npy"})
  void filesAreThereAsOnADisk(String format, String first) throws Exception {
    Path out = folder.resolve("notes");

    PartitaRun.line(
            "export --lake {} --dataset {} --what notes --format {} --out {}",
            Sample.get().lake(),
            Sample.DATASET,
            format,
            "store://" + out)
        .exits(0);

    assertThat(out.toFile().list()).contains("README.md", first);
    assertThat(folder.toFile().list()).containsExactly("notes");
    if (format.equals("parquet")) {
      assertThat(DuckDb.number("SELECT count(*) FROM '" + out + "/*.parquet'"))
          .isEqualTo(DuckDb.number("SELECT count(*) FROM " + Sample.get().table("notes")))
          .isPositive();
    }
  }
}
