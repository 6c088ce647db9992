package io.partita.ingest.msd;

import static io.partita.lake.table.LakeTable.MSD_TRACKS;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.ingest.Arrival;
import io.partita.ingest.ContentKey;
import io.partita.ingest.IngestCounters;
import io.partita.ingest.PartitionWriter;
import io.partita.ingest.QuarantineFile;
import io.partita.ingest.StagedPartition;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.MsdRows;
import io.partita.lake.table.TableFile;
import io.partita.msd.MsdTrack;
import io.partita.msd.MsdTrackReader;
import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Million Song track files of one range of MD5s: each distinct content becomes one row, or one
 * quarantine row for each member that has it.
 */
final class MsdPartition implements PartitionWriter {
  private final StagedPartition staged;
  private final IngestCounters counters;
  private final TableFile<Row> tracks;
  private final QuarantineFile quarantine;

  /** The content at hand: its MD5, its size, and what is wrong with it or null. */
  private String md5 = ContentKey.NO_CONTENT;

  private long sizeBytes;
  private MalformedInputException fault;
  private byte[] bytesAroundFault;

  MsdPartition(StagedPartition staged, IngestCounters counters) throws IOException {
    this.staged = staged;
    this.counters = counters;
    this.tracks = staged.rows(MSD_TRACKS.tableName(), MSD_TRACKS);
    this.quarantine = new QuarantineFile(staged);
  }

  @Override
  public void write(Iterator<Tuple2<ContentKey, Arrival>> members) throws IOException {
    try (staged) {
      while (members.hasNext()) {
        Tuple2<ContentKey, Arrival> member = members.next();
        if (member._2() instanceof Arrival.Content content) {
          content(member._1(), content);
        } else if (member._2() instanceof Arrival.Rejected rejected) {
          counters.membersDone().add(1);
          quarantine.add(member._1(), rejected);
        } else if (member._2() instanceof Arrival.OtherFiles others) {
          staged.report().count("other_files", others.count());
        }
      }
      staged.finish();
    }
  }

  private void content(ContentKey key, Arrival.Content content) throws IOException {
    counters.membersDone().add(1);
    if (!key.md5().equals(md5)) {
      md5 = key.md5();
      AtInput.run(content.path() + " of " + staged.sourceName(key), () -> parse(content));
    }
    if (fault == null) {
      staged.report().countMember(ContentStatus.OK.label());
    } else {
      quarantine.add(key, content.path(), sizeBytes, fault, bytesAroundFault);
    }
  }

  private void parse(Arrival.Content content) throws IOException {
    staged.report().count("contents", 1);
    sizeBytes = content.bytes().sizeBytes();
    fault = null;
    byte[] file = content.bytes().unpacked();
    try {
      MsdTrack track = MsdTrackReader.read(file);
      tracks.write(MsdRows.msdTrackRow(track));
      staged.report().count("segments", track.segments().start().length);
    } catch (MalformedInputException e) {
      fault = e;
      bytesAroundFault = QuarantineFile.bytesAround(file, e.byteOffset());
    }
  }
}
