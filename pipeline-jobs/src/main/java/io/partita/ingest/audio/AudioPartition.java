package io.partita.ingest.audio;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.MEL;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.archive.ArchiveFault;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.HashedChannel;
import io.partita.archive.RejectedMember;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelSegment;
import io.partita.audio.MelSegments;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import io.partita.audio.file.AudioSummary;
import io.partita.catalog.CatalogFault;
import io.partita.ingest.Arrival;
import io.partita.ingest.ContentKey;
import io.partita.ingest.IngestCounters;
import io.partita.ingest.QuarantineFile;
import io.partita.ingest.StagedPartition;
import io.partita.lake.input.AudioFile;
import io.partita.lake.input.AudioFiles;
import io.partita.lake.input.InputSlice;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.RowBuilder;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The audio of one slice: each file is read once and becomes a row of audio_tracks and rows of mel,
 * or a quarantine row. What is held does not grow with a file's length; rows of audio_tracks wait
 * for the end of the slice, to be in order.
 */
final class AudioPartition implements AudioFiles.Sink {
  /** The folder of rows that still miss their split. */
  static final String RAW_TRACKS = "raw/audio_tracks";

  /**
   * Of a file with a fault nothing is to be left but its quarantine row, so its segments wait for
   * its end; those of a file of more than about twenty minutes cannot.
   */
  private static final long MAX_WAITING_BYTES = 16L << 20;

  private static final int COPY_BYTES = 1 << 20;

  /** In the order of UTF-8, as Parquet's statistics and Spark have it. */
  private static final Comparator<Row> BY_PATH =
      Comparator.comparing(row -> UTF8String.fromString(AUDIO_TRACKS.value(row, "path")));

  private final Task task;
  private final StagedPartition staged;
  private final IngestCounters counters;
  private final MelRecipe recipe;
  private final TableFile<Row> tracksFile;
  private final TableFile<Row> mel;
  private final QuarantineFile quarantine;
  private final AudioFiles files;
  private final List<Row> tracks = new ArrayList<>();
  private final List<Row> waiting = new ArrayList<>();
  private long waitingBytes;
  private boolean anyWritten;
  private String source;
  private int sourceIndex;

  /**
   * What every task of a run is told.
   *
   * @param known files that an earlier run decoded
   * @param tracksFolder folder that rows of audio_tracks are staged in
   */
  record Task(
      MelPlan plan,
      AudioLimits audioLimits,
      ArchiveLimits archiveLimits,
      AudioCatalog catalog,
      Broadcast<KnownTracks.Found> known,
      String tracksFolder)
      implements java.io.Serializable {}

  AudioPartition(Task task, StagedPartition staged, IngestCounters counters, Configuration conf)
      throws IOException {
    this.task = task;
    this.staged = staged;
    this.counters = counters;
    this.recipe = task.plan().recipe();
    this.tracksFile = staged.rows(task.tracksFolder(), AUDIO_TRACKS);
    this.mel = staged.rows(MEL.tableName(), MEL);
    this.quarantine = new QuarantineFile(staged);
    this.files = new AudioFiles(conf, task.archiveLimits(), this);
  }

  /** Writes all rows of a slice, and of a damaged archive what was noticed before. */
  void write(InputSlice slice, RejectedMember damage) throws IOException {
    try (staged) {
      sourceIndex = slice.source();
      source = staged.sourceName(key("", 0));
      AtInput.run(slice.input(), () -> files.read(slice));
      if (damage != null) {
        rejected(damage);
      }
      tracks.sort(BY_PATH);
      for (Row track : tracks) {
        tracksFile.write(track);
      }
      staged.report().count("other_files", files.otherFiles());
      staged.finish();
    }
  }

  @Override
  public boolean wants(String path) {
    AudioCatalog.Entry entry = task.catalog().find(source, path);
    if (!entry.isKnown()) {
      staged.report().count("audio_without_metadata", 1);
      try {
        quarantine.note(
            source, path, CatalogFault.NO_METADATA, 0, "No row of tracks.csv is about this audio");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (entry.isKnown() && !entry.isWanted()) {
      staged.report().count("audio_of_other_subsets", 1);
    }
    return entry.isWanted();
  }

  @Override
  public void file(AudioFile file) throws IOException {
    waiting.clear();
    waitingBytes = 0;
    anyWritten = false;
    AtInput.run(
        file.path() + " of " + source,
        () -> {
          try (HashedChannel content = file.open()) {
            AudioCatalog.Entry entry = task.catalog().find(source, file.path());
            Optional<KnownTracks.Track> known = known(file, entry, content);
            if (known.isPresent()) {
              keep(known.get(), entry);
            } else {
              decode(file, entry, content);
            }
          }
        });
    counters.membersDone().add(1);
    counters.bytesRead().add(file.sizeBytes());
  }

  /** What an earlier run has of a file with these bytes. */
  private Optional<KnownTracks.Track> known(
      AudioFile file, AudioCatalog.Entry entry, HashedChannel content) throws IOException {
    Optional<KnownTracks.Track> known =
        task.known().value().find(source, file.path(), entry.trackId(), file.sizeBytes());
    try {
      return known.isPresent() && known.get().sha256().equals(file.sha256(content))
          ? known
          : Optional.empty();
    } catch (MalformedInputException e) {
      return Optional.empty(); // to be met again where it is noted
    }
  }

  /** Its spectrogram is there. */
  private void keep(KnownTracks.Track known, AudioCatalog.Entry entry) throws IOException {
    RowBuilder row = RowBuilder.of(AUDIO_TRACKS);
    for (String column : AUDIO_TRACKS.schema().fieldNames()) {
      row.setAny(column, known.row().getAs(column));
    }
    add(row.set("label", entry.label()).set("split", entry.split()).row());
    for (Row fault : known.faults()) {
      quarantine.noteAgain(fault);
    }
  }

  private void add(Row track) {
    tracks.add(track);
    staged
        .report()
        .countMember(
            AUDIO_TRACKS.<Integer>value(track, "n_decode_errors") == 0
                ? ContentStatus.OK.label()
                : ContentStatus.REPAIRED.label());
    staged
        .report()
        .count("audio_seconds", Math.round(AUDIO_TRACKS.<Double>value(track, "duration_s")));
  }

  private void decode(AudioFile file, AudioCatalog.Entry entry, HashedChannel content)
      throws IOException {
    MelSegments segments =
        new MelSegments(
            task.plan().type(),
            recipe.nMels(),
            task.plan().framesPerSegment(),
            segment -> arrived(entry.trackId(), segment));
    try (AudioPass pass = new AudioPass(content, task.audioLimits())) {
      MalformedInputException fault = null;
      try {
        pass.run(recipe, segments);
        file.sha256(content);
      } catch (MalformedInputException e) {
        if (!anyWritten) {
          throw e;
        }
        fault = e; // too late to take it back: what was decoded stays, and the fault is told
      }
      segments.finish();
      flush();
      keep(file, entry, content.sha256(), pass.summary(), fault);
      if (fault != null) {
        quarantine.note(
            source, file.path(), fault, QuarantineFile.bytesAround(content, fault.byteOffset()));
      }
    } catch (MalformedInputException e) {
      quarantine.add(
          key(md5(content), file.ordinal()),
          file.path(),
          file.sizeBytes(),
          e,
          QuarantineFile.bytesAround(content, e.byteOffset()));
    }
  }

  private void keep(
      AudioFile file,
      AudioCatalog.Entry entry,
      String sha256,
      AudioSummary summary,
      MalformedInputException fault)
      throws IOException {
    int errors = summary.decodeErrors() + (fault == null ? 0 : 1);
    add(
        RowBuilder.of(AUDIO_TRACKS)
            .set("track_id", entry.trackId())
            .set("source", source)
            .set("path", file.path())
            .set("sha256", sha256)
            .set("size_bytes", file.sizeBytes())
            .set("codec", summary.format().codec())
            .set("container", summary.format().container())
            .set("sample_rate_hz", summary.format().sampleRateHz())
            .set("channels", summary.format().channels())
            .set("bit_rate", summary.format().bitRate())
            .set("n_samples", summary.nSamples())
            .set("duration_s", summary.durationS())
            .set("claimed_duration_s", summary.format().claimedDurationS())
            .set("n_decode_errors", errors)
            .set("peak", summary.statistics().peak())
            .set("rms_db", summary.statistics().rmsDb())
            .set("silence_ratio", summary.statistics().silenceRatio())
            .set("clip_ratio", summary.statistics().clipRatio())
            .set("label", entry.label())
            .set("split", entry.split())
            .row());
  }

  @Override
  public void rejected(RejectedMember member) throws IOException {
    counters.membersDone().add(1);
    String detail =
        member.fault() == ArchiveFault.TOO_LARGE
            ? member.detail()
                + "; it is compressed or in a tar and has to fit into memory: raise"
                + " --max-member-mib, or give the unpacked folder"
            : member.detail();
    quarantine.add(
        key("", member.ordinal()),
        Arrival.Rejected.of(
            new RejectedMember(
                member.path(),
                member.ordinal(),
                member.sizeBytes(),
                member.fault(),
                member.byteOffset(),
                detail)));
  }

  private void arrived(String trackId, MelSegment segment) {
    waiting.add(
        RowBuilder.of(MEL)
            .set("track_id", trackId)
            .set("segment", segment.index())
            .set("recipe", recipe.name())
            .set("recipe_version", recipe.version())
            .set("dtype", task.plan().type().label())
            .set("sample_rate_hz", recipe.sampleRateHz())
            .set("hop", recipe.hop())
            .set("n_mels", recipe.nMels())
            .set("n_frames", segment.nFrames())
            .set("mel", segment.blob())
            .set("mel_mean", segment.mean())
            .set("mel_std", segment.std())
            .set("mel_min", segment.min())
            .set("mel_max", segment.max())
            .row());
    waitingBytes += segment.blob().length;
    if (waitingBytes > MAX_WAITING_BYTES) {
      flush();
    }
  }

  private void flush() {
    try {
      for (Row row : waiting) {
        mel.write(row);
        staged.report().count("mel_frames", MEL.<Integer>value(row, "n_frames"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    anyWritten |= !waiting.isEmpty();
    waiting.clear();
    waitingBytes = 0;
  }

  private ContentKey key(String md5, long ordinal) {
    return new ContentKey(md5, sourceIndex, ordinal);
  }

  /** As the quarantine has of every kind of file; only those with a fault are read again for it. */
  private static String md5(SeekableByteChannel content) throws IOException {
    MessageDigest md5 = DigestUtils.getMd5Digest();
    ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
    content.position(0);
    while (content.read(buffer.clear()) > 0) {
      md5.update(buffer.flip());
    }
    return HexFormat.of().formatHex(md5.digest());
  }
}
