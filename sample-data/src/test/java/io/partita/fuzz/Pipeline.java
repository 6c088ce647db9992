package io.partita.fuzz;

import io.partita.Fault;
import io.partita.MalformedInputException;
import io.partita.archive.BytesFile;
import io.partita.archive.Member;
import io.partita.archive.MemberOutcome;
import io.partita.archive.MemberReader;
import io.partita.archive.RejectedMember;
import io.partita.audio.AudioFault;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import io.partita.audio.file.AudioSummary;
import io.partita.codec.CodeBooks;
import io.partita.codec.CodesFile;
import io.partita.codec.Ecdc;
import io.partita.drum.DrumGrid;
import io.partita.grid.GridSource;
import io.partita.grid.StepGrid;
import io.partita.melody.MelodySlices;
import io.partita.melody.TrioSlices;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.msd.MsdSummaryReader;
import io.partita.msd.MsdTrackReader;
import io.partita.msd.SongCursor;
import io.partita.numpy.Npy;
import io.partita.numpy.NpyInts;
import io.partita.numpy.Npz;
import io.partita.score.Score;
import io.partita.symbolic.ContentHash;
import io.partita.symbolic.ScoreStatistics;
import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes one input through the readers as an ingest does. */
final class Pipeline {
  /** A few seconds, as inputs are shorter unless they lie. */
  private static final AudioLimits AUDIO_LIMITS = new AudioLimits(20, 8, 192_000);

  private static final int RATE_HZ = 22_050;

  private final List<Fault> faults = new ArrayList<>();
  private long values;
  private long memberBytes;
  private long midiBytes;

  private Pipeline() {}

  /**
   * How an input ended.
   *
   * @param values scores, tracks and songs that came of it
   * @param faults the kind of each fault, of the file or of a member
   * @param memberBytes the size of all members that an archive yielded
   * @param midiBytes how many bytes the MIDI reader was given
   */
  record Ending(long values, List<Fault> faults, long memberBytes, long midiBytes) {}

  /**
   * Reads an input to its end.
   *
   * @throws IOException never, as storage in memory does not fail: it is a reader's bug
   */
  static Ending read(FuzzInput input) throws IOException {
    Pipeline pipeline = new Pipeline();
    switch (input.format()) {
      case MIDI -> pipeline.midi(input.bytes());
      case HDF5 -> pipeline.hdf5(input.bytes());
      case ECDC, NPY, NPZ -> pipeline.codes(input);
      case MP3, FLAC, OGG, WAV, AU, M4A -> pipeline.audio(input);
      default -> pipeline.archive(input);
    }
    return new Ending(pipeline.values, pipeline.faults, pipeline.memberBytes, pipeline.midiBytes);
  }

  private void archive(FuzzInput input) throws IOException {
    BytesFile file = new BytesFile(input.name(), input.bytes());
    long size = input.bytes().length;
    try (MemberReader members =
        MemberReader.open(file, input.limits(), path -> !path.endsWith(".txt"))) {
      Optional<MemberOutcome> next = members.next();
      while (next.isPresent()) {
        outcome(next.get(), size);
        requireInside(members.position(), size);
        next = members.next();
      }
    } catch (MalformedInputException e) {
      fault(e, size);
    }
  }

  private void outcome(MemberOutcome outcome, long size) throws IOException {
    if (outcome instanceof RejectedMember rejected) {
      requireInside(rejected.byteOffset(), size);
      requireText(rejected.detail());
      faults.add(rejected.fault());
    } else if (outcome instanceof Member member) {
      memberBytes += member.bytes().length;
      if (member.path().endsWith(".h5")) {
        hdf5(member.bytes());
      } else {
        midi(member.bytes());
      }
    }
  }

  private void midi(byte[] bytes) {
    midiBytes += bytes.length;
    try {
      MidiEvents events = MidiReader.events(bytes);
      Score score = events.score();
      ScoreStatistics.of(score);
      ContentHash.of(score);
      for (TokenScheme scheme : TokenSchemes.all()) {
        scheme.encode(events);
      }
      DrumGrid.of(events).slices(2);
      // One of them, for the bounds are those of one reading.
      GridSource source = GridSource.values()[bytes.length % GridSource.values().length];
      StepGrid grid = StepGrid.of(events, source);
      MelodySlices.BARS.forEach(bars -> MelodySlices.of(grid, bars));
      TrioSlices.of(grid);
      values++;
    } catch (MalformedInputException e) {
      fault(e, bytes.length);
    }
  }

  private void hdf5(byte[] bytes) throws IOException {
    try {
      MsdTrackReader.read(bytes);
      values++;
    } catch (MalformedInputException e) {
      fault(e, bytes.length);
    }
    try (MsdSummaryReader summary = MsdSummaryReader.open(new BytesFile("input.h5", bytes));
        SongCursor songs = summary.songs()) {
      while (songs.hasNext()) {
        songs.next();
        values++;
      }
    } catch (MalformedInputException e) {
      fault(e, bytes.length);
    }
  }

  private void audio(FuzzInput input) throws IOException {
    BytesFile file = new BytesFile(input.name(), input.bytes());
    try (SeekableByteChannel channel = file.openChannel();
        AudioPass pass = new AudioPass(channel, AUDIO_LIMITS)) {
      int samples = pass.mono(RATE_HZ).length;
      AudioSummary summary = pass.summary();
      int rateHz = summary.format().sampleRateHz();
      long expected = (summary.nSamples() * RATE_HZ + rateHz - 1) / rateHz;
      if (samples != expected || expected == 0) {
        throw new AssertionError("Expected " + expected + " samples, got " + samples);
      }
      values++;
    } catch (MalformedInputException e) {
      if (e.fault() == AudioFault.DECODER_CRASHED || e.fault() == AudioFault.DECODER_TIMEOUT) {
        throw new AssertionError(e.detail(), e);
      }
      fault(e, input.bytes().length);
    }
  }

  /** Each reader of such a file may have a fault of its own. */
  private void codes(FuzzInput input) {
    byte[] bytes = input.bytes();
    switch (input.format()) {
      case ECDC -> value(bytes, Ecdc::read);
      case NPY -> {
        value(bytes, file -> CodeBooks.of(Npy.read(file)));
        value(bytes, NpyInts::read);
      }
      default -> {
        value(bytes, Pipeline::arrays);
        value(bytes, file -> CodesFile.read(file, FuzzSeeds.books()));
      }
    }
  }

  private static Npz arrays(byte[] file) throws MalformedInputException {
    Npz npz = Npz.read(file);
    for (String name : npz.names()) {
      npz.floats(name);
    }
    return npz;
  }

  private interface FileReader<T> {
    T read(byte[] file) throws MalformedInputException;
  }

  private <T> void value(byte[] file, FileReader<T> reader) {
    try {
      reader.read(file);
      values++;
    } catch (MalformedInputException e) {
      fault(e, file.length);
    }
  }

  private void fault(MalformedInputException e, long size) {
    requireInside(e.byteOffset(), size);
    requireText(e.detail());
    faults.add(e.fault());
  }

  private static void requireInside(long byteOffset, long size) {
    if (byteOffset < 0 || byteOffset > size) {
      throw new AssertionError("Expected an offset from 0 to " + size + ", got " + byteOffset);
    }
  }

  private static void requireText(String detail) {
    if (detail.isBlank()) {
      throw new AssertionError("Expected a detail that says something");
    }
  }
}
