package io.partita.lake.duplicates;

import static io.partita.lake.table.LakeTable.DUP_FILES;
import static io.partita.lake.table.LakeTable.DUP_PAIRS;
import static org.apache.spark.sql.functions.col;

import io.partita.lake.TableShare;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.similarity.DuplicateGroups;
import io.partita.similarity.PairMatcher;
import io.partita.similarity.Relation;
import io.partita.similarity.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of dup_pairs and dup_files, staged. Which rows are in which file, and in what order,
 * depends on the data sets alone.
 */
final class DuplicateTables {
  private static final String[] PAIR_ORDER = {"a", "b", "dataset_a", "dataset_b"};
  private static final String[] FILE_ORDER = {"midi_md5"};
  private static final String[] MEASURES = {
    "relation",
    "namespace",
    "cov_min",
    "cov_a",
    "cov_b",
    "a_from_s",
    "a_to_s",
    "b_from_s",
    "b_to_s",
    "slope",
    "shared",
    "chain",
    "transpose"
  };
  private static final long ROWS_IN_A_FILE = 1 << 20;

  private final DerivedRun run;
  private final ListedFiles listed;
  private final Broadcast<FileNumbers> numbers;

  DuplicateTables(DerivedRun run, ListedFiles listed, Broadcast<FileNumbers> numbers) {
    this.run = run;
    this.listed = listed;
    this.numbers = numbers;
  }

  /**
   * Stages dup_pairs.
   *
   * @param matches rows of {@link VerifiedPairs#SCHEMA}
   * @param least the tier down to which pairs are kept
   * @return how many pairs
   */
  long writePairs(Dataset<Row> matches, Tier least) throws IOException {
    String own = run.dataset();
    Broadcast<FileNumbers> named = numbers;
    Dataset<Row> found =
        run.spark()
            .createDataFrame(
                matches
                    .toJavaRDD()
                    .filter(row -> Tier.ofWord(row.getAs("tier")).isAtLeast(least))
                    .filter(
                        row ->
                            isOf(own, row.getAs(Candidates.A), named.value())
                                || isOf(own, row.getAs(Candidates.B), named.value()))
                    .map(row -> pair(row, named.value())),
                DUP_PAIRS.schema());
    List<Row> exact = new ArrayList<>();
    for (int file = 0; file < named.value().size(); file++) {
      int equal = named.value().equal(file);
      boolean isOwn = isOf(own, file, named.value()) || isOf(own, equal, named.value());
      if (equal != file && isOwn) {
        exact.add(exact(Math.min(equal, file), Math.max(equal, file)));
      }
    }
    return write(DUP_PAIRS, found.union(rows(exact, DUP_PAIRS)), PAIR_ORDER);
  }

  private static boolean isOf(String dataset, int file, FileNumbers numbers) {
    return numbers.dataset(file).equals(dataset);
  }

  private static RowBuilder names(int a, int b, FileNumbers numbers) {
    return RowBuilder.of(DUP_PAIRS)
        .set("a", numbers.md5(a))
        .set("b", numbers.md5(b))
        .set("dataset_a", numbers.dataset(a))
        .set("dataset_b", numbers.dataset(b))
        .set("algo_version", PairMatcher.VERSION);
  }

  private static Row pair(Row match, FileNumbers numbers) {
    RowBuilder row =
        names(match.getAs(Candidates.A), match.getAs(Candidates.B), numbers)
            .set("tier", match.<String>getAs("tier"));
    for (String measure : MEASURES) {
      Object value = match.getAs(measure);
      if (value instanceof String text) {
        row.set(measure, text);
      } else if (value instanceof Integer number) {
        row.set(measure, number);
      } else if (value instanceof Double number) {
        row.set(measure, number);
      }
    }
    return row.row();
  }

  private Row exact(int a, int b) {
    ListedFiles.ListedFile one = listed.files().get(a);
    ListedFiles.ListedFile other = listed.files().get(b);
    return names(a, b, listed.numbers())
        .set("tier", Tier.EXACT.label())
        .set("relation", Relation.SAME.label())
        .set("cov_min", 1.0)
        .set("cov_a", 1.0)
        .set("cov_b", 1.0)
        .set("transpose", other.lowest() - one.lowest())
        .row();
  }

  /**
   * Stages dup_files.
   *
   * @return how many files
   */
  long writeFiles(FoundGroups found) throws IOException {
    DuplicateGroups groups = found.groups();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < listed.files().size(); i++) {
      ListedFiles.ListedFile file = listed.files().get(i);
      if (file.dataset().equals(run.dataset())) {
        String representative = listed.files().get(found.representative()[i]).md5();
        rows.add(
            RowBuilder.of(DUP_FILES)
                .set("midi_md5", file.md5())
                .set("content_hash", file.contentHash())
                .set("n_shingles", file.shingles())
                .set("indexable", file.isIndexable())
                .set("dup_cluster", representative)
                .set("is_representative", found.representative()[i] == i)
                .set("rep_md5", representative)
                .set("split_group", listed.files().get(groups.group()[i]).md5())
                .set("component_size", groups.size()[i])
                .set("group_cut", groups.cut()[i] == 0 ? null : (Double) groups.cut()[i])
                .set("algo_version", PairMatcher.VERSION)
                .row());
      }
    }
    return write(DUP_FILES, rows(rows, DUP_FILES), FILE_ORDER);
  }

  private Dataset<Row> rows(List<Row> rows, LakeTable table) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    return run.spark().createDataFrame(context.parallelize(rows), table.schema());
  }

  private long write(LakeTable table, Dataset<Row> rows, String... order) throws IOException {
    long count = rows.count();
    run.clear(table);
    TableShare share = run.share("found", false);
    int files = (int) (count / ROWS_IN_A_FILE) + 1;
    share.write(table, rows.repartition(files, col(order[0])), order);
    return count;
  }
}
