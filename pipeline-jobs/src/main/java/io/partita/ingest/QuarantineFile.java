package io.partita.ingest;

import static io.partita.lake.table.LakeTable.QUARANTINE;

import io.partita.Fault;
import io.partita.MalformedInputException;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.RowBuilder;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.apache.spark.sql.Row;

/**
 * A partition's rows of {@link io.partita.lake.table.LakeTable#QUARANTINE}, counted as they come.
 */
public final class QuarantineFile {
  private static final int BYTES_BEFORE = 16;
  private static final int BYTES_AROUND = 32;

  private final StagedPartition staged;
  private final TableFile<Row> file;

  public QuarantineFile(StagedPartition staged) throws IOException {
    this.staged = staged;
    this.file = staged.rows(QUARANTINE.tableName(), QUARANTINE);
  }

  /** What a person looks at first: the column {@code bytes_around} of a member. */
  public static byte[] bytesAround(byte[] member, long byteOffset) {
    int begin = (int) beginOfBytesAround(byteOffset, member.length);
    return Arrays.copyOfRange(member, begin, Math.min(member.length, begin + BYTES_AROUND));
  }

  /** The same of a member that is read from its file. */
  public static byte[] bytesAround(SeekableByteChannel member, long byteOffset) throws IOException {
    member.position(beginOfBytesAround(byteOffset, member.size()));
    ByteBuffer bytes = ByteBuffer.allocate(BYTES_AROUND);
    while (bytes.hasRemaining() && member.read(bytes) >= 0) {
      // A channel may give fewer than there are.
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static long beginOfBytesAround(long byteOffset, long sizeBytes) {
    return Math.max(0, Math.min(byteOffset, sizeBytes) - BYTES_BEFORE);
  }

  /**
   * A member whose content is unusable.
   *
   * @param bytesAround as of {@link #bytesAround}; null where the offset is in none of its bytes
   */
  public void add(
      ContentKey key,
      String path,
      long sizeBytes,
      MalformedInputException fault,
      byte[] bytesAround)
      throws IOException {
    count(fault.fault().name());
    write(
        staged.sourceName(key),
        path,
        key.md5(),
        sizeBytes,
        fault.fault().name(),
        fault.byteOffset(),
        fault.detail(),
        bytesAround);
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
        member.detail(),
        null);
  }

  /** A finding about the metadata, which counts for no member. */
  public void note(String source, String path, Fault fault, long byteOffset, String detail)
      throws IOException {
    write(source, path, null, null, fault.name(), byteOffset, detail, null);
  }

  /** The fault of a member that is kept as far as it could be read. */
  public void note(String source, String path, MalformedInputException fault, byte[] bytesAround)
      throws IOException {
    write(
        source,
        path,
        null,
        null,
        fault.fault().name(),
        fault.byteOffset(),
        fault.detail(),
        bytesAround);
  }

  /** What an earlier run noted so; its row of the table. */
  public void noteAgain(Row earlier) throws IOException {
    write(
        earlier.getAs("source"),
        earlier.getAs("path"),
        null,
        null,
        earlier.getAs("fault"),
        earlier.getAs("byte_offset"),
        earlier.getAs("detail"),
        earlier.getAs("bytes_around"));
  }

  private void count(String fault) {
    staged.report().countMember(ContentStatus.REJECTED.label());
    staged.report().countFault(fault);
  }

  private void write(
      String source,
      String path,
      String md5,
      Long sizeBytes,
      String fault,
      long byteOffset,
      String detail,
      byte[] bytesAround)
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
            .set("bytes_around", bytesAround)
            .row());
  }
}
