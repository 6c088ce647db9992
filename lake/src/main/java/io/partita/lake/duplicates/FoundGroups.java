package io.partita.lake.duplicates;

import io.partita.similarity.DuplicateEdges;
import io.partita.similarity.DuplicateGroups;
import io.partita.similarity.StarClusters;
import io.partita.similarity.Tier;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the pairs make of all files. Groups are of all data sets; a file represents others of its
 * own data set only, where a training looks for it.
 *
 * @param groups of all files
 * @param representative of each file of the data set, which is of it, too; of others any
 * @param pairs how many contents match, by tier
 */
@SuppressWarnings("ArrayRecordComponent") // they are never compared
record FoundGroups(DuplicateGroups groups, int[] representative, Map<String, Long> pairs) {
  /**
   * Groups the files.
   *
   * @param matches rows of {@link VerifiedPairs#SCHEMA}
   */
  static FoundGroups of(ListedFiles listed, Dataset<Row> matches, String dataset) {
    FileNumbers numbers = listed.numbers();
    int[] equal = IntStream.range(0, numbers.size()).map(numbers::equal).toArray();

    DuplicateEdges all = new DuplicateEdges();
    DuplicateEdges own = new DuplicateEdges();
    Map<String, Long> pairs = new TreeMap<>();
    matches
        .select(Candidates.A, Candidates.B, "tier", "cov_min")
        .toLocalIterator()
        .forEachRemaining(
            row -> {
              int a = row.getAs(Candidates.A);
              int b = row.getAs(Candidates.B);
              Tier tier = Tier.ofWord(row.getAs("tier"));
              pairs.merge(tier.label(), 1L, Long::sum);
              all.add(a, b, tier, row.getAs("cov_min"));
              if (numbers.dataset(a).equals(dataset) && numbers.dataset(b).equals(dataset)) {
                own.add(a, b, tier, row.getAs("cov_min"));
              }
            });
    int[] notes = listed.files().stream().mapToInt(ListedFiles.ListedFile::notes).toArray();
    return new FoundGroups(
        DuplicateGroups.of(equal, listed.earlier(), all),
        StarClusters.of(equal, notes, own),
        pairs);
  }
}
