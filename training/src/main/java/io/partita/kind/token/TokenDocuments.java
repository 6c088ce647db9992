package io.partita.kind.token;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.TOKENS;
import static org.apache.spark.sql.functions.col;

import io.partita.AtInput;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ContentHashes;
import io.partita.model.examples.ClusterDraw;
import io.partita.model.examples.FileExample;
import io.partita.model.run.FileChoice;
import io.partita.model.run.SplitFiles;
import io.partita.token.TokenPiece;
import io.partita.token.TokenScheme;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The pieces of a data set as ids of one scheme: one for each content that has some, in the order
 * of their MD5s whatever the number of cores. They are read once and then kept on the workers'
 * disks.
 *
 * <p>A piece is what the scheme makes of its own decoding of the table's row: of what means the
 * same, as notes of one instrument at one time in another order, one form is left.
 */
final class TokenDocuments {
  /** The columns that tell contents apart. */
  static final List<String> CONTENT = List.of("midi_md5");

  private final TokenScheme scheme;
  private final SplitFiles files;
  private final JavaRDD<Document> documents;

  /**
   * The piece of one content.
   *
   * @param ids from the beginning to the end; shorter than 3 where there is nothing between
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Document(String md5, String split, int[] ids) implements Serializable {}

  private TokenDocuments(TokenScheme scheme, SplitFiles files, JavaRDD<Document> documents) {
    this.scheme = scheme;
    this.files = files;
    this.documents = documents;
  }

  /**
   * @param choice of its files
   * @throws UserException where the data set has no tokens of the scheme, or of another version
   */
  static TokenDocuments of(
      Map<LakeTable, Dataset<Row>> tables, String dataset, TokenScheme scheme, FileChoice choice) {
    SplitFiles files = SplitFiles.of(tables, dataset, choice);
    Dataset<Row> tokens =
        tables
            .get(TOKENS)
            .where(col(DATASET).equalTo(dataset).and(col("scheme").equalTo(scheme.label())));
    requireScheme(tokens, dataset, scheme);
    JavaRDD<Document> documents =
        tokens
            .select("midi_md5", "tokens")
            .join(files.rows(), "midi_md5")
            .repartitionByRange(col("midi_md5"))
            .sortWithinPartitions("midi_md5")
            .select("midi_md5", "split", "tokens")
            .toJavaRDD()
            .map(row -> document(scheme, row))
            .persist(StorageLevel.DISK_ONLY());
    return new TokenDocuments(scheme, files, documents);
  }

  private static void requireScheme(Dataset<Row> tokens, String dataset, TokenScheme scheme) {
    List<Row> versions = tokens.select("scheme_version").distinct().collectAsList();
    boolean isThis =
        versions.size() == 1
            && versions.get(0).<Integer>getAs("scheme_version") == scheme.version();
    if (!isThis) {
      throw new UserException(
          Mistake.NOT_PREPARED,
          "Data set %s has no tokens of scheme %s, version %d: ingest it again with --tokens %s."
              .formatted(dataset, scheme.label(), scheme.version(), scheme.label()));
    }
  }

  private static Document document(TokenScheme scheme, Row row) {
    String md5 = row.getAs("midi_md5");
    int[] ids =
        row.<Integer>getList(row.fieldIndex("tokens")).stream()
            .mapToInt(Integer::intValue)
            .toArray();
    int[] piece = AtInput.callUnchecked("content " + md5, () -> TokenPiece.of(scheme, ids));
    return new Document(md5, row.getAs("split"), piece);
  }

  TokenScheme scheme() {
    return scheme;
  }

  /** The splits of the data set, with their contents that take part. */
  Map<String, Long> filesBySplit() {
    return files.bySplit();
  }

  long files(String split) {
    return files.count(split);
  }

  /** The clusters of a split's pieces that have a token, in order; most are clusters of one. */
  ClusterDraw draw(String split) {
    Map<String, String> clusters = files.clusters();
    return ClusterDraw.of(
        byContent(split).map(piece -> piece.file().get(0)).collect().stream()
            .map(content -> clusters.getOrDefault(content, content))
            .toList());
  }

  /** The contents of a split that have a piece. */
  ContentHashes contents(String split) {
    return ContentHashes.of(byContent(split).map(piece -> piece.file().get(0)).collect());
  }

  /** Adds the contents of a split that were left out, by the reason. */
  void addLeftOut(String split, Map<String, Long> leftOut) {
    files.addLeftOut(split, leftOut);
  }

  /** Contents of a split that were left out as suspect. */
  long suspects(String split) {
    return files.suspects(split);
  }

  /** The pieces of a split that have a token, in order, from the beginning to the end. */
  JavaRDD<FileExample<int[]>> byContent(String split) {
    String wanted = files.fold().split(split);
    return documents
        .filter(document -> document.split().equals(wanted) && document.ids().length > 2)
        .map(document -> new FileExample<>(List.of(document.md5()), document.ids()));
  }
}
