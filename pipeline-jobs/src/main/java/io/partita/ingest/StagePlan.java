package io.partita.ingest;

import io.partita.lake.file.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What must not change between an interrupted run and the one that resumes it.
 *
 * @param earlier the version whose contents are not parsed again; 0 for none
 */
public record StagePlan(int partitions, int earlier) {
  private static final String FILE = "plan.json";

  /**
   * The interrupted run's, or this one, before which a stage that was begun otherwise is cleared.
   */
  public StagePlan orInterrupted(Path stage, FileSystem fs) throws IOException {
    Path file = new Path(stage, FILE);
    if (fs.exists(file)) {
      try (InputStream in = fs.open(file)) {
        StagePlan plan = Json.MAPPER.readValue(in, StagePlan.class);
        if (plan.earlier() == earlier) {
          return plan;
        }
      }
      fs.delete(stage, true); // made beside rows of another version
    }
    try (OutputStream out = fs.create(file, true)) {
      Json.MAPPER.writeValue(out, this);
    }
    return this;
  }
}
