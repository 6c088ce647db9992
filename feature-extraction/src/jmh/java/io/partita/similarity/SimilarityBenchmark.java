package io.partita.similarity;

import io.partita.TimedBenchmark;
import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.midi.RealMidi;
import io.partita.score.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What {@code find-duplicates} does to a file and to a pair, on the real files of the tests and one
 * thread: each call takes the next file, or the next pair of files that are no drums, which have
 * more shingles.
 *
 * <pre>./mvnw -q -pl feature-extraction -Pbenchmark verify -DskipTests \
 *     -Djmh.args=SimilarityBenchmark</pre>
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SimilarityBenchmark extends TimedBenchmark {
  private final List<byte[]> files = new ArrayList<>();
  private final List<ComparedFile> originals = new ArrayList<>();
  private final List<ComparedFile> copies = new ArrayList<>();
  private final List<PairMatcher> matchers = new ArrayList<>();
  private final List<byte[]> copied = new ArrayList<>();
  private int next;

  /** How many shingles with a place the files of the pairs had. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Places {
    private long pairs;
    private long places;

    /** Forgets the iteration before. */
    @Setup(Level.Iteration)
    public void clear() {
      pairs = 0;
      places = 0;
    }

    /** Places of both files of a pair. */
    public double places() {
      return pairs == 0 ? 0 : (double) places / pairs;
    }

    void add(ComparedFile one, ComparedFile other) {
      pairs++;
      for (Namespace namespace : Namespace.values()) {
        places += one.line(namespace).shingles().size() + other.line(namespace).shingles().size();
      }
    }
  }

  /** Each file has a copy that was jittered by 10 ms. */
  @Setup
  public void read() {
    List<Score> scores = new ArrayList<>();
    List<MusicFeatures> features = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : RealMidi.files().entrySet()) {
      try {
        Score score = MidiReader.read(file.getValue());
        MusicFeatures found = MusicFeatures.of(score);
        files.add(file.getValue());
        boolean isMusic = found.tracks().size() + found.sky().size() >= MusicFeatures.MIN_SHINGLES;
        if (isMusic && !score.division().isSmpte()) {
          scores.add(score);
          features.add(found);
        }
      } catch (MalformedInputException e) {
        // not a file to compare
      }
    }
    ShingleFrequencies frequencies = Corpus.frequencies(features);
    for (int i = 0; i < scores.size(); i++) {
      MusicFeatures copy = MusicFeatures.of(Edit.JITTER.of(scores.get(i), i).orElseThrow());
      originals.add(ComparedFile.of(features.get(i), frequencies));
      matchers.add(new PairMatcher(originals.get(i)));
      copies.add(ComparedFile.of(copy, frequencies));
      copied.add(copies.get(i).toBytes());
    }
  }

  private int next(int size) {
    next = (next + 1) % size;
    return next;
  }

  /** From the bytes of a file to its shingles. */
  @Benchmark
  public MusicFeatures extract() throws MalformedInputException {
    return MusicFeatures.read(files.get(next(files.size())));
  }

  /** A file with itself, jittered: one of many that the first is compared with. */
  @Benchmark
  public PairMatch verifyCopy(Places places) {
    int i = next(originals.size());
    places.add(originals.get(i), copies.get(i));
    return matchers.get(i).match(copies.get(i));
  }

  /** The same from the bytes on that a task reads. */
  @Benchmark
  public PairMatch verifyCopyFromBytes() {
    int i = next(originals.size());
    return matchers.get(i).match(ComparedFile.of(copied.get(i)));
  }

  /** A file with the next one. */
  @Benchmark
  public PairMatch verifyOther() {
    int i = next(originals.size());
    return matchers.get(i).match(originals.get((i + 1) % originals.size()));
  }

  /** A file that is new to a task, and so is its copy. */
  @Benchmark
  public PairMatch verifyFirst() {
    int i = next(originals.size());
    return new PairMatcher(originals.get(i)).match(copies.get(i));
  }
}
