package io.partita.ingest.midi;

import io.partita.MalformedInputException;
import io.partita.ingest.Arrival;
import io.partita.ingest.CatalogSource;
import io.partita.ingest.ContentKey;
import io.partita.ingest.IngestCounters;
import io.partita.ingest.PartitionWriter;
import io.partita.ingest.StagedPartition;
import io.partita.lake.table.TableFile;
import io.partita.symbolic.ContentHash;
import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The first look at the members of one range of MD5s: a {@link Finding} of each, in order, and the
 * catalog where it is one of them.
 */
final class MidiSurvey implements PartitionWriter {
  /** Staged folder of the findings. */
  static final String FINDINGS = "raw/findings";

  private static final String FOUND = "found";

  private final ContentParser parser;
  private final StagedPartition staged;
  private final IngestCounters counters;
  private final TableFile<Row> findings;
  private String md5;
  private String contentHash;

  MidiSurvey(ContentParser parser, StagedPartition staged, IngestCounters counters)
      throws IOException {
    this.parser = parser;
    this.staged = staged;
    this.counters = counters;
    this.findings = staged.rows(FINDINGS, Finding.SCHEMA);
  }

  @Override
  public void write(Iterator<Tuple2<ContentKey, Arrival>> members) throws IOException {
    try (staged) {
      while (members.hasNext()) {
        Tuple2<ContentKey, Arrival> member = members.next();
        ContentKey key = member._1();
        Arrival arrival = member._2();
        if (arrival instanceof Arrival.Content found) {
          if (!key.md5().equals(md5)) {
            md5 = key.md5();
            contentHash = parser.parse(md5, found, staged.sourceName(key), this::hash);
          }
          found(new Finding(staged.sourceName(key), found.path(), md5, contentHash));
        } else if (arrival instanceof Arrival.Rejected rejected) {
          found(new Finding(staged.sourceName(key), rejected.path(), null, null));
        } else if (arrival instanceof Arrival.OtherFiles others) {
          staged.report().count("other_files", others.count());
        } else if (arrival instanceof Arrival.CatalogFile catalog) {
          staged.keep(CatalogSource.STAGED, catalog.csv());
          staged.report().count(CatalogSource.FILES, 1);
        }
      }
      staged.finish();
    }
  }

  private String hash(byte[] content) {
    try {
      return ContentHash.of(parser.score(content));
    } catch (MalformedInputException e) {
      return null; // rejected, and said so when it is written
    }
  }

  private void found(Finding finding) throws IOException {
    counters.membersSurveyed().add(1);
    staged.report().countMember(FOUND);
    findings.write(finding.row());
  }
}
