package io.partita.ingest.midi;

import io.partita.MalformedInputException;
import io.partita.lake.file.PlainFiles;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import io.partita.midi.MidiCorpus;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.score.ClosedBy;
import io.partita.score.Meter;
import io.partita.score.Notes;
import io.partita.score.Score;
import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import io.partita.token.Tokenization;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * CPU seconds of one thread that write the notes and the tokens of real files: in bulk, and value
 * by value through parquet-mr's record consumer. They take turns; medians, ratios and bytes are
 * printed. Arguments: how many rounds (7), and how often the corpus is written in one (4).
 *
 * <pre>./mvnw -q -pl pipeline-jobs -am -Dbenchmark.phase=verify verify -DskipTests -Dapp.packaged \
 *     -Dbenchmark.main=io.partita.ingest.midi.BulkAgainstRows -Dbenchmark.args=7</pre>
 */
public final class BulkAgainstRows {
  private static final TokenScheme SCHEME = TokenSchemes.ANTICIPATION;

  private final List<Content> contents = new ArrayList<>();
  private final Configuration conf = PlainFiles.conf(new Path("file:///"), new Configuration());
  private final Path file;
  private final int copies;

  /** One file of the corpus. */
  private record Content(String md5, Score score, Tokenization tokens) {}

  private BulkAgainstRows(Path file, int copies) throws IOException {
    this.file = file;
    this.copies = copies;
    for (byte[] bytes : MidiCorpus.files()) {
      try {
        MidiEvents events = MidiReader.events(bytes);
        String md5 = String.format(Locale.ROOT, "%032x", contents.size());
        contents.add(new Content(md5, events.score(), SCHEME.encode(events)));
      } catch (MalformedInputException rejected) {
        continue;
      }
    }
  }

  /** Writes a file. */
  @FunctionalInterface
  private interface Way {
    void write() throws IOException;
  }

  public static void main(String[] arguments) throws IOException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
    int copies = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
    java.nio.file.Path folder = Files.createTempDirectory("bulk");
    Path file = new Path(folder.resolve("rows.parquet").toUri());
    BulkAgainstRows all = new BulkAgainstRows(file, copies);
    long notes = all.contents.stream().mapToLong(content -> content.score().notes().size()).sum();
    long tokens = all.contents.stream().mapToLong(c -> c.tokens().tokens().length).sum();
    System.out.printf(
        Locale.ROOT,
        "%d contents, %d notes, %d tokens, %d times%n",
        all.contents.size(),
        notes,
        tokens,
        copies);
    all.compare("notes", rounds, all::notesInBulk, all::notesByRow);
    all.compare("tokens", rounds, all::tokensInBulk, all::tokensByRow);
    Files.delete(folder);
  }

  private void compare(String what, int rounds, Way bulk, Way rows) throws IOException {
    List<Way> ways = List.of(bulk, rows);
    double[][] seconds = new double[2][rounds];
    long[] bytes = new long[2];
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    for (int round = -2; round < rounds; round++) { // the first two only warm up
      for (int way = 0; way < 2; way++) {
        long start = thread.getCurrentThreadCpuTime();
        ways.get(way).write();
        if (round >= 0) {
          seconds[way][round] = (thread.getCurrentThreadCpuTime() - start) / 1e9;
        }
        java.nio.file.Path written = java.nio.file.Path.of(file.toUri());
        bytes[way] = Files.size(written);
        Files.delete(written);
      }
    }
    Arrays.stream(seconds).forEach(Arrays::sort);
    System.out.printf(
        Locale.ROOT,
        "%s: in bulk %.3f s, %d bytes; by row %.3f s, %d bytes; by row / in bulk %.2f%n",
        what,
        seconds[0][rounds / 2],
        bytes[0],
        seconds[1][rounds / 2],
        bytes[1],
        seconds[1][rounds / 2] / seconds[0][rounds / 2]);
  }

  private void notesInBulk() throws IOException {
    try (var bulk = TableFile.inBulk(file, LakeTable.NOTES, Map.of(), conf)) {
      NoteFile notes = new NoteFile(bulk);
      for (int copy = 0; copy < copies; copy++) {
        for (Content content : contents) {
          notes.add(content.md5(), content.score());
        }
      }
    }
  }

  private void tokensInBulk() throws IOException {
    try (var bulk = TableFile.inBulk(file, LakeTable.TOKENS, Map.of(), conf)) {
      TokenFile tokens = new TokenFile(bulk, SCHEME);
      for (int copy = 0; copy < copies; copy++) {
        for (Content content : contents) {
          tokens.add(content.md5(), content.tokens());
        }
      }
    }
  }

  private void notesByRow() throws IOException {
    try (ParquetWriter<NoteAt> writer =
        new Rows<>(file(), schema(LakeTable.NOTES), NoteAt::write)
            .withDictionaryEncoding("note_idx", false)
            .withDictionaryEncoding("onset_tick", false)
            .withDictionaryEncoding("offset_tick", false)
            .withDictionaryEncoding("onset_s", false)
            .withDictionaryEncoding("duration_s", false)
            .withDictionaryEncoding("position_in_bar_quarters", false)
            .build()) {
      for (int copy = 0; copy < copies; copy++) {
        for (Content content : contents) {
          NoteAt note = new NoteAt(content);
          for (note.index = 0; note.index < note.notes.size(); note.index++) {
            writer.write(note);
          }
        }
      }
    }
  }

  private void tokensByRow() throws IOException {
    try (ParquetWriter<Content> writer =
        new Rows<>(file(), schema(LakeTable.TOKENS), BulkAgainstRows::write)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(2)
            .build()) {
      for (int copy = 0; copy < copies; copy++) {
        for (Content content : contents) {
          writer.write(content);
        }
      }
    }
  }

  private OutputFile file() throws IOException {
    return HadoopOutputFile.fromPath(file, conf);
  }

  /** As the files of a table have it. */
  private MessageType schema(LakeTable table) throws IOException {
    Path empty = new Path(file + ".empty");
    TableFile.inBulk(empty, table, Map.of(), conf).close();
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(empty, conf))) {
      return reader.getFileMetaData().getSchema();
    } finally {
      Files.delete(java.nio.file.Path.of(empty.toUri()));
    }
  }

  /** Writes rows value by value. */
  private static final class Rows<T> extends ParquetWriter.Builder<T, Rows<T>> {
    private final MessageType schema;
    private final BiConsumer<T, RecordConsumer> shape;

    Rows(OutputFile file, MessageType schema, BiConsumer<T, RecordConsumer> shape) {
      super(file);
      this.schema = schema;
      this.shape = shape;
      withCompressionCodec(CompressionCodecName.ZSTD);
      withWriteMode(ParquetFileWriter.Mode.CREATE);
    }

    @Override
    protected Rows<T> self() {
      return this;
    }

    @Override
    protected WriteSupport<T> getWriteSupport(Configuration conf) {
      return new WriteSupport<>() {
        private RecordConsumer consumer;

        @Override
        public WriteContext init(Configuration configuration) {
          return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer to) {
          consumer = to;
        }

        @Override
        public void write(T row) {
          consumer.startMessage();
          shape.accept(row, consumer);
          consumer.endMessage();
        }
      };
    }
  }

  /** A note of a content, one after the other. */
  private static final class NoteAt {
    private static final List<Binary> CLOSED_BY =
        Arrays.stream(ClosedBy.values())
            .map(closedBy -> Binary.fromString(closedBy.label()))
            .toList();

    private final Binary md5;
    private final Notes notes;
    private final Meter meter;
    private int index;

    NoteAt(Content content) {
      md5 = Binary.fromString(content.md5());
      notes = content.score().notes();
      meter = Meter.of(content.score()).orElse(null);
    }

    void write(RecordConsumer to) {
      long onsetTick = notes.onsetTick(index);
      field(to, "midi_md5", 0, () -> to.addBinary(md5));
      field(to, "note_idx", 1, () -> to.addInteger(index));
      field(to, "track", 2, () -> to.addInteger(notes.track(index)));
      field(to, "channel", 3, () -> to.addInteger(notes.channel(index)));
      field(to, "program", 4, () -> to.addInteger(notes.program(index)));
      field(to, "is_drum", 5, () -> to.addBoolean(notes.isDrum(index)));
      field(to, "pitch", 6, () -> to.addInteger(notes.pitch(index)));
      field(to, "velocity", 7, () -> to.addInteger(notes.velocity(index)));
      field(to, "onset_tick", 8, () -> to.addLong(onsetTick));
      field(to, "offset_tick", 9, () -> to.addLong(notes.offsetTick(index)));
      field(to, "onset_s", 10, () -> to.addDouble(notes.onsetS(index)));
      field(to, "duration_s", 11, () -> to.addDouble(notes.durationS(index)));
      if (meter != null) {
        field(to, "bar", 12, () -> to.addLong(meter.barAt(onsetTick)));
        field(
            to,
            "position_in_bar_quarters",
            13,
            () -> to.addDouble(meter.quartersIntoBar(onsetTick)));
      }
      field(
          to, "closed_by", 14, () -> to.addBinary(CLOSED_BY.get(notes.closedBy(index).ordinal())));
      field(to, "port", 15, () -> to.addInteger(notes.port(index)));
    }
  }

  private static void write(Content content, RecordConsumer to) {
    int[] tokens = content.tokens().tokens();
    field(to, "midi_md5", 0, () -> to.addBinary(Binary.fromString(content.md5())));
    field(to, "scheme_version", 1, () -> to.addInteger(SCHEME.version()));
    field(to, "tokens", 2, () -> list(tokens, to));
    field(to, "n_tokens", 3, () -> to.addInteger(tokens.length));
    field(to, "n_unclosed", 4, () -> to.addInteger(content.tokens().unclosed()));
    field(to, "n_orphan_off", 5, () -> to.addInteger(content.tokens().orphanOffs()));
    field(to, "n_truncated", 6, () -> to.addInteger(content.tokens().truncations()));
  }

  private static void list(int[] elements, RecordConsumer to) {
    to.startGroup();
    if (elements.length > 0) {
      to.startField("list", 0);
      for (int element : elements) {
        to.startGroup();
        to.startField("element", 0);
        to.addInteger(element);
        to.endField("element", 0);
        to.endGroup();
      }
      to.endField("list", 0);
    }
    to.endGroup();
  }

  private static void field(RecordConsumer to, String name, int index, Runnable value) {
    to.startField(name, index);
    value.run();
    to.endField(name, index);
  }
}
