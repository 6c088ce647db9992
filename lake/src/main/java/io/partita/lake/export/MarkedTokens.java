package io.partita.lake.export;

import io.partita.AtInput;
import io.partita.token.TokenPiece;
import io.partita.token.TokenScheme;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.storage.StorageLevel;

/** Rows of tokens as the documents that {@code train-lm} learns: see {@link TokenPiece}. */
final class MarkedTokens {
  private MarkedTokens() {}

  /**
   * @param rows midi_md5, n_tokens, tokens, split
   * @param scheme that has ids for a document's ends
   * @return the same columns, kept on the workers' disks; without documents that have no token
   */
  static Dataset<Row> of(Dataset<Row> rows, TokenScheme scheme) {
    return rows.sparkSession()
        .createDataFrame(
            rows.toJavaRDD()
                .map(row -> document(row, scheme))
                .filter(row -> row.getInt(1) > 2), // the marks alone
            rows.schema())
        .persist(StorageLevel.DISK_ONLY());
  }

  private static Row document(Row row, TokenScheme scheme) {
    String md5 = row.getAs("midi_md5");
    int[] ids =
        row.<Integer>getList(row.fieldIndex("tokens")).stream()
            .mapToInt(Integer::intValue)
            .toArray();
    int[] piece = AtInput.callUnchecked("content " + md5, () -> TokenPiece.of(scheme, ids));
    return RowFactory.create(
        md5,
        piece.length,
        Arrays.stream(piece).boxed().toArray(Integer[]::new),
        row.getAs("split"));
  }
}
