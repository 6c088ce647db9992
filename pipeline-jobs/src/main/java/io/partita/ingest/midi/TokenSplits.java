package io.partita.ingest.midi;

import io.partita.ingest.MemberStage;
import io.partita.lake.bulk.AddedColumn;
import io.partita.lake.file.PlainFiles;
import io.partita.lake.run.IngestRun;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import io.partita.split.LabelIndex;
import io.partita.token.TokenScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Gives the staged files of tokens their column split, which nobody knew when they were written:
 * each is copied as it is, with one more column.
 */
final class TokenSplits {
  private TokenSplits() {}

  /**
   * @param labels the split of each content, by MD5
   */
  static void add(IngestRun run, MemberStage stage, List<TokenScheme> schemes, LabelIndex labels)
      throws IOException {
    FileSystem fs = PlainFiles.of(run.stage(), run.conf());
    List<Tuple2<String, String>> files = new ArrayList<>();
    for (TokenScheme scheme : schemes) {
      Path folder = new Path(run.stage(), MidiPartition.tokensOf(scheme));
      fs.delete(folder, true);
      for (String raw : stage.files(MidiPartition.rawTokensOf(scheme))) {
        files.add(new Tuple2<>(raw, new Path(folder, new Path(raw).getName()).toString()));
      }
    }
    if (!files.isEmpty()) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
      Broadcast<LabelIndex> known = spark.broadcast(labels);
      Broadcast<SerializableConfiguration> conf =
          spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
      Map<String, String> provenance = run.identity().provenance();
      spark
          .parallelize(files, files.size())
          .foreach(
              file ->
                  add(
                      new Path(file._1()),
                      new Path(file._2()),
                      known.value(),
                      provenance,
                      conf.value().value()));
    }
    for (TokenScheme scheme : schemes) {
      stage.tidy(
          MidiPartition.tokensOf(scheme), MidiPartition.rawTokensOf(scheme), LakeTable.TOKENS);
    }
  }

  /** What a task's attempt makes has a name of its own until it is whole. */
  private static void add(
      Path raw, Path whole, LabelIndex labels, Map<String, String> provenance, Configuration conf)
      throws IOException {
    String attempt = "." + TaskContext.get().taskAttemptId() + "-";
    Path part = new Path(whole.getParent(), attempt + whole.getName());
    AddedColumn split = TableFile.addedLast(LakeTable.TOKENS);
    split.copy(raw, part, labels::get, provenance, conf);
    FileSystem fs = PlainFiles.of(whole, conf);
    if (!fs.rename(part, whole) && !fs.exists(whole)) {
      throw new IOException("Cannot rename " + part + " to " + whole);
    }
  }
}
