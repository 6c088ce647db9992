package io.partita.ingest.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyTest {
  private static final Finding UNREADABLE = new Finding("s.zip", "x/broken.mid", null, null);
  private static final Finding OTHER = new Finding("s.zip", "x/cut.mid", null, null);
  private static final Finding FIRST = new Finding("s.zip", "x/a.mid", "0a", "hash");
  private static final Finding COPY = new Finding("t.zip", "é/b.mid", "0a", "hash");
  private static final Finding REJECTED = new Finding("s.zip", "x/c.mid", "1b", null);
  private static final Finding LAST = new Finding("s.zip", "x/d.mid", "f0", "other");

  @TempDir private Path folder;

  @Test
  void membersOfOneContentComeTogetherAndUnreadableOnesAlone() throws IOException {
    Survey survey =
        new Survey(
            List.of(file("part-0", UNREADABLE, OTHER, FIRST, COPY, REJECTED), file("part-1", LAST)),
            md5 -> null,
            new Configuration());

    List<List<Finding>> contents = new ArrayList<>();
    survey.forEach(contents::add);
    List<List<Finding>> again = new ArrayList<>();
    survey.forEach(again::add);

    assertThat(contents)
        .as("members of each content")
        .containsExactly(
            List.of(UNREADABLE),
            List.of(OTHER),
            List.of(FIRST, COPY),
            List.of(REJECTED),
            List.of(LAST));
    assertThat(again).as("the same, read once more").isEqualTo(contents);
  }

  private String file(String name, Finding... findings) throws IOException {
    var path = new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    try (TableFile<Row> file =
        TableFile.ofRows(path, Finding.SCHEMA, Map.of(), new Configuration())) {
      for (Finding finding : findings) {
        file.write(finding.row());
      }
    }
    return path.toString();
  }
}
