package io.partita.ingest.midi;

import io.partita.Labelled;
import io.partita.lake.table.RowBuilder;
import io.partita.token.TokenScheme;
import io.partita.token.Tokenization;
import org.apache.spark.sql.types.StructType;

/**
 * What a scheme made of one content as a row of the table tokens, or in a word why there is none.
 */
public final class TokenRows {
  private TokenRows() {}

  /** As in the column token_status: the absence in lower case, or ok. */
  public static String status(Tokenization tokenization) {
    return tokenization.absence().map(Labelled::label).orElse("ok");
  }

  /**
   * A row with the table's columns, and with more that are still to be set.
   *
   * @param schema with the table's columns
   */
  public static RowBuilder row(
      StructType schema, String md5, TokenScheme scheme, Tokenization tokenization) {
    return RowBuilder.of(schema)
        .set("midi_md5", md5)
        .set("scheme_version", scheme.version())
        .set("tokens", tokenization.tokens())
        .set("n_tokens", tokenization.tokens().length)
        .set("n_unclosed", tokenization.unclosed())
        .set("n_orphan_off", tokenization.orphanOffs())
        .set("n_truncated", tokenization.truncations());
  }
}
