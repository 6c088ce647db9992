package io.partita.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.MalformedInputException;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command server without a model: it makes two bars of drums of a seed and a tempo, and between
 * two of them steps of their own seeds. It continues a file by quarters of one pitch, and for drums
 * alone by nothing; model {@code waves} makes two seconds of a sine. Seed 13 is a mistake, 14 takes
 * until the folder of its output has a file {@code go}, and 15 ends the process.
 */
final class FakeCommands {
  static final String MODEL = "builtin:drums";
  static final String PLAYER = "player";
  static final String SONGS = "builtin:songs";
  static final String WAVES = "waves";
  private static final int SILENT = -1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private FakeCommands() {}

  public static void main(String[] none) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode words = JSON.readTree(line);
      Map<String, String> options = new LinkedHashMap<>();
      for (int i = 1; i < words.size(); i++) {
        String word = words.get(i).asText();
        if (word.startsWith("--")) {
          options.put(word, words.get(++i).asText());
        }
      }
      int seed = Integer.parseInt(options.getOrDefault("--seed", "1"));
      if (seed == 15) {
        System.exit(1);
      }
      while (seed == 14 && !Files.exists(Path.of(options.get("--out"), "go"))) {
        Thread.sleep(20);
      }
      ObjectNode answer = JSON.createObjectNode().put("exit", seed == 13 ? 2 : 0);
      String file = options.getOrDefault("--prompt", "");
      answer.put("err", seed == 13 ? "Seed 13 is a mistake. %s\n".formatted(file).strip() : "");
      if (seed != 13) {
        double tempo = Double.parseDouble(options.getOrDefault("--tempo", "120"));
        Path out = Path.of(options.get("--out"));
        int steps = Integer.parseInt(options.getOrDefault("--steps", "0"));
        for (int step = 1; step <= steps; step++) {
          Files.write(out.resolve("a-to-b-%02d.mid".formatted(step)), midi(step, tempo));
        }
        if ("wav".equals(options.get("--only"))) {
          float[] samples = new float[16_000];
          for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.sin(0.2 * seed * i) / 4;
          }
          SoundFormat.WAV.write(out.resolve("waves.wav"), SampleType.INT16, 8_000, samples);
          System.out.println(answer);
          continue;
        }
        String name = steps > 0 ? "a-to-b.mid" : "drums-s" + seed + "-01.mid";
        String prompt = options.get("--prompt");
        Files.write(
            out.resolve(name),
            prompt == null
                ? midi(seed, tempo)
                : continued(
                    Files.readAllBytes(Path.of(prompt)),
                    Integer.parseInt(options.get("--prompt-bars")),
                    Integer.parseInt(options.get("--bars")),
                    "drums".equals(options.get("--instruments")) ? SILENT : seed));
      }
      System.out.println(answer);
    }
  }

  /** The first bars of a file of {@link SmallLake} and new ones. */
  static byte[] continued(byte[] file, int kept, int bars, int seed)
      throws MalformedInputException {
    ScoreBuilder score = Score.builder(Division.ppq(480)).tempo(0, 500_000).timeSignature(0, 4, 4);
    for (Note note : MidiReader.read(file).notes()) {
      if (note.onsetTick() < 1920L * kept) {
        score.note(0, 0, 40, note.pitch(), 100, note.onsetTick(), note.offsetTick());
      }
    }
    for (int quarter = 4 * kept; seed != SILENT && quarter < 4 * (kept + bars); quarter++) {
      score.note(0, 0, 40, 70 + seed, 100, 480L * quarter, 480L * quarter + 240);
    }
    return MidiWriter.write(score.build());
  }

  /** What it makes. */
  static byte[] midi(int seed, double tempo) {
    ScoreBuilder score =
        Score.builder(Division.ppq(480)).tempo(0, (int) (60e6 / tempo)).timeSignature(0, 4, 4);
    for (int eighth = 0; eighth < 16; eighth++) {
      score.note(0, 9, 0, 42, 100, 240L * eighth, 240L * eighth + 120);
    }
    for (int beat = 0; beat < 8; beat++) {
      int pitch = (beat + seed) % 2 == 0 ? 36 : 38;
      score.note(0, 9, 0, pitch, 110, 480L * beat, 480L * beat + 120);
    }
    return MidiWriter.write(score.endTick(0, 3840).build());
  }

  /** The line by which the command tells of two models, as {@code StudioModels} makes it. */
  static String told() {
    ObjectNode told = JSON.createObjectNode();
    ArrayNode models = told.putArray("models");
    ObjectNode drums = models.addObject().put("name", MODEL).put("model", MODEL);
    drums.put("kind", "MusicVAE").put("makes", "drum loops");
    drums.putObject("facts").put("Data set", "groove").put("Parameters", "3,849,856");
    drums.put(
        "readme",
        "# builtin:drums\n\nDrums, see [Groove](https://example.org/groove) and <img src=x"
            + " onerror=alert(1)>.\n\n    partita generate\n\n| | model |\n|---|---|\n"
            + "| bits | 3.2 |\n\n- one\n- **two**\n");
    ObjectNode group = drums.putArray("figures").addObject().put("split", "test");
    ObjectNode row = group.putArray("rows").addObject();
    row.put("figure", "elbo nats").put("value", 70.9).put("better", "lower");
    row.putArray("interval").add(65.3).add(75.2);
    row.putObject("baselines").put("bar_trigram", 64.7);
    ObjectNode check = drums.putObject("check").put("gate", "drums").put("dataset", "groove");
    check.put("split", "validation").put("model_run_id", "train-1").put("version", "0.1.0");
    ArrayNode checks = check.putArray("checks");
    checks.addObject().put("figure", "nats per slice").put("model", 71.5).put("ok", true);
    checks.addObject().put("figure", "hits").put("model", 9.5).put("real", 12.0);
    ((ObjectNode) checks.get(0)).putNull("real").put("bound", "at most 76.000");
    ((ObjectNode) checks.get(1)).put("bound", "within 1.000").put("ok", false);
    drums.putArray("samples").add(1).add(2).add(3).add(4);
    drums.put("interpolates", true);
    ObjectNode between = drums.putObject("between").put("drums", true).put("steps_per_bar", 16);
    between.put("from", "from-start-step").put("to", "to-start-step");
    range(between.putArray("options"), "tempo", "Tempo, bpm", 40, 240, 1, 120).put("plays", true);
    ArrayNode options = drums.putArray("options");
    range(options, "seed", "Seed", 0, 1000, 1, 1).put("whole", true);
    range(options, "temperature", "Temperature", 0.05, 2, 0.05, 0.5);
    range(options, "tempo", "Tempo, bpm", 40, 240, 1, 120).put("plays", true);
    ObjectNode humanize = options.addObject().put("name", "humanize").put("label", "Humanize");
    humanize.put("plays", true);
    humanize.putArray("choices").add("none").add(PLAYER);
    humanize.put("usual", "none");
    ObjectNode player = models.addObject().put("name", PLAYER).put("model", "my models/" + PLAYER);
    player.put("kind", "GrooVAE").putNull("makes").putNull("readme");
    player.putObject("facts").put("Data set", "groove");
    player.putArray("figures");
    ObjectNode humanizes = edit(player, "Humanize", "humanize", "--model", "my models/" + PLAYER);
    range(humanizes.put("drums", true).putArray("options"), "amount", "Amount", 0, 1, 0.05, 1);
    ObjectNode songs = models.addObject().put("name", SONGS).put("model", SONGS);
    songs.put("kind", "token-transformer").put("makes", "pieces").putNull("readme");
    songs.putObject("facts").put("Data set", "songs");
    songs.putArray("figures");
    ObjectNode continues = edit(songs, "Continue", "generate", SONGS, "--prompt");
    ArrayNode ranges =
        continues.put("kept", "prompt-bars").put("added", "bars").putArray("options");
    range(ranges, "prompt-bars", "From bar", 1, 10_000, 1, 8).put("whole", true);
    range(ranges, "bars", "New bars", 1, 64, 1, 8).put("whole", true);
    range(ranges, "seed", "Seed", 0, 1000, 1, 1).put("whole", true);
    range(ranges, "temperature", "Temperature", 0.05, 2, 0.05, 1);
    instruments(ranges);
    songs.putArray("samples").add(7).add(8).add(9).add(10);
    ArrayNode sampling = songs.putArray("sampling");
    range(sampling, "tempo", "Tempo, bpm", 40, 240, 1, 0).putNull("usual");
    instruments(sampling);
    ObjectNode waves = models.addObject().put("name", WAVES).put("model", "my models/" + WAVES);
    waves.put("kind", "RAVE of audio").put("makes", "sounds").putNull("readme").put("sounds", true);
    waves.putObject("facts").put("Data set", "sounds");
    waves.putArray("figures");
    waves.putArray("samples").add(1).add(2).add(3).add(4);
    words().forEach(told.putArray("commands")::add);
    return told + "\n";
  }

  /** What starts it. */
  static List<String> words() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        FakeCommands.class.getName());
  }

  private static ObjectNode edit(ObjectNode model, String label, String... command) {
    ObjectNode edit = model.putObject("edit").put("label", label);
    List.of(command).forEach(edit.putArray("command")::add);
    return edit;
  }

  private static void instruments(ArrayNode options) {
    ObjectNode some = options.addObject().put("name", "instruments").put("label", "Instruments");
    some.putArray("several").add("piano").add("synth lead").add("drums");
    some.putArray("usual");
  }

  private static ObjectNode range(
      ArrayNode options,
      String name,
      String label,
      double least,
      double most,
      double step,
      double usual) {
    return options
        .addObject()
        .put("name", name)
        .put("label", label)
        .put("least", least)
        .put("most", most)
        .put("step", step)
        .put("usual", usual);
  }
}
