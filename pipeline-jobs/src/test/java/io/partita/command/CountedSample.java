package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The sample's lake with its statistics: counted once for all tests, who must not change them. */
final class CountedSample {
  static final String DATASET = Sample.DATASET;

  private static CountedSample counted;

  private final Path lake;
  private final JsonNode report;

  private CountedSample(SharedFolders.Made made) {
    lake = made.folder().resolve("lake");
    report = PartitaRun.ofText(made.told()).json();
  }

  private static String make(Path folder) throws IOException {
    Path lake = folder.resolve("lake");
    SharedFolders.copy(Sample.get().lake(), lake);
    return stats(lake).text();
  }

  static synchronized CountedSample get() {
    if (counted == null) {
      counted = new CountedSample(SharedFolders.get("counted", CountedSample::make));
    }
    return counted;
  }

  Path lake() {
    return lake;
  }

  /** Of the run that counted. */
  JsonNode report() {
    return report;
  }

  static Object[] args(Path lake) {
    return new Object[] {"stats", "--lake", lake, "--dataset", DATASET, "--json"};
  }

  static PartitaRun stats(Path lake) {
    return PartitaRun.of(args(lake));
  }

  static long counted(Path lake, String table, String column, String statistic) {
    return (long) value(lake, table, column, statistic);
  }

  static double value(Path lake, String table, String column, String statistic) {
    List<List<Object>> rows =
        DuckDb.rows(
            "SELECT value FROM %s WHERE \"table\" = '%s' AND \"column\" = '%s' AND statistic = '%s'"
                .formatted(DuckDb.table(lake, "statistics", DATASET), table, column, statistic));
    assertThat(rows).hasSize(1);
    return (double) rows.get(0).get(0);
  }
}
