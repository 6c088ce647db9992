package io.partita.ingest;

import static io.partita.lake.table.LakeTable.QUARANTINE;

import io.partita.Fault;
import io.partita.MalformedInputException;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.RowBuilder;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import org.apache.spark.sql.Row;

/**
 * A partition's rows of {@link io.partita.lake.table.LakeTable#QUARANTINE}, counted as they come.
 */
public final class QuarantineFile {
  private final StagedPartition staged;
  private final TableFile<Row> file;

  public QuarantineFile(StagedPartition staged) throws IOException {
    this.staged = staged;
    this.file = staged.rows(QUARANTINE.tableName(), QUARANTINE);
  }

  /** A member whose content is unusable. */
  public void add(ContentKey key, String path, long sizeBytes, MalformedInputException fault)
      throws IOException {
    count(fault.fault().name());
    write(
        staged.sourceName(key),
        path,
        key.md5(),
        sizeBytes,
        fault.fault().name(),
        fault.byteOffset(),
        fault.detail());
  }

  /** A member that its archive did not yield. */
  public void add(ContentKey key, Arrival.Rejected member) throws IOException {
    count(member.fault());
    write(
        staged.sourceName(key),
        member.path(),
        null,
        member.sizeBytes(),
        member.fault(),
        member.byteOffset(),
        member.detail());
  }

  /** A finding about the metadata, which counts for no member. */
  public void note(String source, String path, Fault fault, long byteOffset, String detail)
      throws IOException {
    write(source, path, null, null, fault.name(), byteOffset, detail);
  }

  private void count(String fault) {
    staged.report().countMember(ContentStatus.REJECTED.word());
    staged.report().countFault(fault);
  }

  private void write(
      String source,
      String path,
      String md5,
      Long sizeBytes,
      String fault,
      long byteOffset,
      String detail)
      throws IOException {
    file.write(
        RowBuilder.of(QUARANTINE)
            .set("source", source)
            .set("path", path)
            .set("md5", md5)
            .set("size_bytes", sizeBytes)
            .set("fault", fault)
            .set("byte_offset", byteOffset)
            .set("detail", detail)
            .set("run_id", staged.runId())
            .row());
  }
}
