package io.partita.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.midi.MidiWriter;
import io.partita.score.Note;
import io.partita.score.PianoRoll;
import io.partita.score.Score;
import io.partita.token.GrammarWalk;
import io.partita.token.MergedTokens;
import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import io.partita.token.bpe.Merges;
import io.partita.token.grammar.TokenGrammar;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A file of id sequences with what is made of them here, for the package partita to make the same:
 * a line each, JSON.
 */
final class DecodedMidi implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Among the ids that byte-pair merges make, the last of this many merges. */
  private static final int MERGES = 60;

  private final BufferedWriter lines;

  DecodedMidi(Path file) throws IOException {
    lines = Files.newBufferedWriter(file);
    for (TokenScheme scheme : TokenSchemes.all()) {
      names(scheme);
    }
  }

  private void names(TokenScheme scheme) throws IOException {
    write(Map.of("scheme", scheme.label(), "names", scheme.vocabulary()));
  }

  /** Random pieces that are valid, some changed in key and tempo, and ids without any sense. */
  void addRandom(int pieces) throws IOException {
    for (TokenScheme scheme : TokenSchemes.all()) {
      SplittableRandom random = new SplittableRandom(scheme.label().hashCode());
      for (int i = 0; i < pieces; i++) {
        if (scheme.grammar().isPresent()) {
          int[] ids = GrammarWalk.piece(scheme.grammar().get(), random.split(), 20 + i % 80);
          add(scheme, ids);
          addVaried(scheme, ids, random);
          add(scheme, random.ints(60, 0, scheme.vocabulary().size()).toArray());
        } else {
          add(scheme, notes(random, 1 + i % 40));
        }
      }
    }
    addMerged(new SplittableRandom(7));
  }

  private void addVaried(TokenScheme scheme, int[] ids, SplittableRandom random)
      throws IOException {
    TokenGrammar grammar = scheme.grammar().orElseThrow();
    int semitones = random.nextInt(-30, 30);
    double tempo = 0.5 + random.nextDouble();
    int[] varied = ids.clone();
    grammar.transpose(varied, semitones);
    grammar.scaleTempo(varied, tempo);
    write(
        Map.of(
            "scheme",
            scheme.label(),
            "ids",
            ids,
            "semitones",
            semitones,
            "tempo",
            tempo,
            "varied",
            varied));
  }

  /** Five numbers a note: few instruments, and durations of notes that were never closed. */
  private static int[] notes(SplittableRandom random, int count) {
    return IntStream.range(0, count)
        .flatMap(
            i ->
                IntStream.of(
                    random.nextInt(50),
                    random.nextInt(-1, 2_000),
                    random.nextInt(128),
                    random.nextInt(8) * 16,
                    random.nextInt(1, 128)))
        .toArray();
  }

  private void addMerged(SplittableRandom random) throws IOException {
    TokenScheme remi = TokenSchemes.REMI;
    List<Merges.Pair> pairs = new ArrayList<>();
    for (int id = remi.vocabulary().size(); pairs.size() < MERGES; id++) {
      pairs.add(new Merges.Pair(random.nextInt(id), id - 1));
    }
    MergedTokens merged = new MergedTokens(remi, new Merges(remi.vocabulary().size(), pairs));
    names(merged);
    for (int i = 0; i < MERGES; i++) {
      add(merged, random.ints(40, 0, merged.vocabulary().size()).toArray());
    }
  }

  /** The sequences of a file of lines of JSON, with the field {@code ids} or {@code tokens}. */
  int addGolden(Path file, String ids) throws IOException {
    int count = 0;
    for (String line : Files.readAllLines(file)) {
      JsonNode row = JSON.readTree(line);
      String scheme = row.path("scheme").asText(row.path("mode").asText());
      if (row.path(ids).isArray()) {
        add(TokenSchemes.of(scheme), JSON.convertValue(row.get(ids), int[].class));
        count++;
      }
    }
    return count;
  }

  /** Notes in seconds and their piano roll, of a score whose seconds are exact in binary. */
  void addPianoRoll() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    Score score = TokenSchemes.ANTICIPATION.decode(notes(random, 80));
    Score timed = inEighths(score);
    List<double[]> notes = new ArrayList<>();
    for (Note note : timed.notes()) {
      double seconds = note.durationS();
      int program = note.isDrum() ? 128 : note.program();
      notes.add(new double[] {note.onsetS(), seconds, note.pitch(), note.velocity(), program});
    }
    for (int perBeat : new int[] {1, 3, 4}) {
      for (boolean drums : new boolean[] {false, true}) {
        float[] roll = PianoRoll.of(timed, perBeat, drums);
        ByteBuffer bytes = ByteBuffer.allocate(4 * roll.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(roll);
        write(Map.of("notes", notes, "fps", 2 * perBeat, "drums", drums, "roll", bytes.array()));
      }
    }
  }

  private static Score inEighths(Score score) {
    io.partita.score.ScoreBuilder eighths =
        Score.builder(io.partita.score.Division.ppq(8)).tempo(0, 500_000);
    for (Note note : score.notes()) {
      eighths.note(
          note.track(),
          note.channel(),
          note.program(),
          note.pitch(),
          note.velocity(),
          note.onsetTick(),
          note.offsetTick());
    }
    return eighths.build();
  }

  private void add(TokenScheme scheme, int[] ids) throws IOException {
    byte[] midi = MidiWriter.writeOnsetsFirst(scheme.decode(ids));
    write(Map.of("scheme", scheme.label(), "ids", ids, "midi", midi));
  }

  private void write(Map<String, Object> line) throws IOException {
    lines.write(JSON.writeValueAsString(line));
    lines.newLine();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
