package io.partita.midi;

import io.partita.TimedBenchmark;
import io.partita.MalformedInputException;
import io.partita.token.TokenSchemes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MidiSystem;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * How fast files are read, on one thread, in bytes of MIDI: the column {@code megabytes} is MB/s.
 * One operation is the whole corpus.
 *
 * <pre>./mvnw -q -pl feature-extraction -Pbenchmark verify -DskipTests -Djmh.args=MidiRead</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MidiReadBenchmark extends TimedBenchmark {
  private List<byte[]> files;

  /** Bytes read, for the rate. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Megabytes {
    public double megabytes;
  }

  @Setup
  public void load() throws IOException {
    files = MidiCorpus.files();
  }

  /** Bytes to events. */
  @Benchmark
  public void events(Blackhole sink, Megabytes rate) {
    for (byte[] file : files) {
      try {
        sink.consume(MidiReader.events(file));
      } catch (MalformedInputException rejected) {
        sink.consume(rejected);
      }
      rate.megabytes += file.length / 1e6;
    }
  }

  /** Bytes to notes in ticks and seconds. */
  @Benchmark
  public void score(Blackhole sink, Megabytes rate) {
    for (byte[] file : files) {
      try {
        sink.consume(MidiReader.read(file));
      } catch (MalformedInputException rejected) {
        sink.consume(rejected);
      }
      rate.megabytes += file.length / 1e6;
    }
  }

  /** Bytes to compound tokens. */
  @Benchmark
  public void tokens(Blackhole sink, Megabytes rate) {
    for (byte[] file : files) {
      try {
        sink.consume(TokenSchemes.ANTICIPATION.encode(MidiReader.events(file)));
      } catch (MalformedInputException rejected) {
        sink.consume(rejected);
      }
      rate.megabytes += file.length / 1e6;
    }
  }

  /** Bytes to ids as MidiTok's REMI; see {@link #tokens}. */
  @Benchmark
  public void remi(Blackhole sink, Megabytes rate) {
    for (byte[] file : files) {
      try {
        sink.consume(TokenSchemes.REMI.encode(MidiReader.events(file)));
      } catch (MalformedInputException rejected) {
        sink.consume(rejected);
      }
      rate.megabytes += file.length / 1e6;
    }
  }

  /** The JDK's own reader, to events only, for comparison. */
  @Benchmark
  public void javaxSequence(Blackhole sink, Megabytes rate) {
    for (byte[] file : files) {
      try {
        sink.consume(MidiSystem.getSequence(new ByteArrayInputStream(file)));
      } catch (InvalidMidiDataException | IOException rejected) {
        sink.consume(rejected);
      }
      rate.megabytes += file.length / 1e6;
    }
  }
}
