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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        files.add(new Tuple2<>(raw, folder.toString()));
      }
    }
    Set<String> whole = new HashSet<>();
    if (!files.isEmpty()) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
      Broadcast<LabelIndex> known = spark.broadcast(labels);
      Broadcast<SerializableConfiguration> conf =
          spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
      Map<String, String> provenance = run.identity().provenance();
      whole.addAll(
          spark
              .parallelize(files, files.size())
              .map(
                  file ->
                      add(
                          new Path(file._1()),
                          new Path(file._2()),
                          known.value(),
                          provenance,
                          conf.value().value()))
              .collect());
    }
    for (TokenScheme scheme : schemes) {
      stage.tidy(MidiPartition.tokensOf(scheme), whole, LakeTable.TOKENS);
    }
  }

  /**
   * The file's name has the task's attempt in it, so that no other one writes it.
   *
   * @return the name
   */
  private static String add(
      Path raw, Path folder, LabelIndex labels, Map<String, String> provenance, Configuration conf)
      throws IOException {
    long attempt = TaskContext.get().taskAttemptId();
    String name = raw.getName().replace(".zstd.", "-" + attempt + ".zstd.");
    AddedColumn split = TableFile.addedLast(LakeTable.TOKENS);
    split.copy(raw, new Path(folder, name), labels::get, provenance, conf);
    return name;
  }
}
