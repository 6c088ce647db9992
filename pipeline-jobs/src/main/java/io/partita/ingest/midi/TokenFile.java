package io.partita.ingest.midi;

import io.partita.lake.bulk.BulkFile;
import io.partita.lake.bulk.IntListColumn;
import io.partita.lake.bulk.IntegerColumn;
import io.partita.lake.bulk.TextColumn;
import io.partita.token.TokenScheme;
import io.partita.token.Tokenization;
import java.io.IOException;
import org.apache.parquet.io.api.Binary;

/** A file of the table tokens: a row for each content of one scheme. */
final class TokenFile {
  private final BulkFile file;
  private final TokenScheme scheme;
  private final TextColumn md5;
  private final IntegerColumn version;
  private final IntListColumn tokens;
  private final IntegerColumn size;
  private final IntegerColumn unclosed;
  private final IntegerColumn orphanOffs;
  private final IntegerColumn truncated;

  /**
   * @param file of the table {@link io.partita.lake.table.LakeTable#TOKENS}
   */
  TokenFile(BulkFile file, TokenScheme scheme) {
    this.file = file;
    this.scheme = scheme;
    this.md5 = file.column("midi_md5", TextColumn.class);
    this.version = file.column("scheme_version", IntegerColumn.class);
    this.tokens = file.column("tokens", IntListColumn.class);
    this.size = file.column("n_tokens", IntegerColumn.class);
    this.unclosed = file.column("n_unclosed", IntegerColumn.class);
    this.orphanOffs = file.column("n_orphan_off", IntegerColumn.class);
    this.truncated = file.column("n_truncated", IntegerColumn.class);
  }

  /** Adds the row of a content; the file is not closed by this class. */
  void add(String contentMd5, Tokenization tokenization) throws IOException {
    md5.add(Binary.fromString(contentMd5));
    version.add(scheme.version());
    tokens.add(tokenization.tokens());
    size.add(tokenization.tokens().length);
    unclosed.add(tokenization.unclosed());
    orphanOffs.add(tokenization.orphanOffs());
    truncated.add(tokenization.truncations());
    file.endBatch(1);
  }
}
