package io.partita.jobs;

import io.partita.UserException;
import io.partita.audio.Synth;
import io.partita.model.NoteSampler;
import io.partita.model.NoteSampling;
import io.partita.symbolic.NoteLine;
import io.partita.training.Backend;
import io.partita.training.JvmSettings;
import io.partita.training.ModelCard;
import io.partita.training.NativeThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lets a note model go on from a prompt. Input: a model; output: for each generation a MIDI file, a
 * WAV file, a piano roll and a JSON file that says how to make them again. Needs no Spark.
 */
@Command(
    name = "generate",
    description = "Generate music with a trained note model, as MIDI, WAV and pictures.",
    footer = {
      "",
      "The prompt is what the model goes on from: a piece of its training data unless --start"
          + " gives",
      "another. Pictures show it before the generated notes.",
      "",
      "Examples:",
      "  partita generate --model models/bach --notes 200 --count 3 --temperature 0.9 --out out",
      "  partita generate --model models/bach --argmax --start theme.mid --with-prompt --out out"
    })
public final class Generate implements Callable<Integer> {
  private static final int MAX_NOTES = 100_000;
  private static final int MAX_COUNT = 1000;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "From train-lstm.")
  private String model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Receives MODEL-01.mid, .wav, .png and .json, and so on; made if need be.")
  private Path out;

  @Option(
      names = "--notes",
      paramLabel = "N",
      description = "Notes of each generation, prompt not counted (default: ${DEFAULT-VALUE}).")
  private int notes = 200;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many generations (default: ${DEFAULT-VALUE}).")
  private int count = 1;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Above 0; 1 draws as the model says, less draws likelier notes (default:"
              + " ${DEFAULT-VALUE}).")
  private double temperature = 1;

  @Option(names = "--argmax", description = "Always the likeliest note, instead of drawing.")
  private boolean argmax;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Draw among the K likeliest notes only.")
  private Integer topK;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the first generation; the next have N + 1 and so on (default: 1).")
  private long seed = 1;

  @ArgGroup private Start start = new Start();

  /** Where the prompt comes from. */
  static final class Start {
    @Option(
        names = "--start",
        paramLabel = "FILE.mid",
        description = "Go on from the last notes of this file's first track that has any.")
    private String file;

    @Option(
        names = "--start-seed",
        paramLabel = "N",
        description =
            "Draw one prompt for all generations from the model's prompts by this number (default:"
                + " one for each, by its seed).")
    private Long seed;
  }

  @Option(
      names = "--program",
      paramLabel = "P",
      description = "General MIDI program, 0 to 127; 42 is a cello (default: ${DEFAULT-VALUE}).")
  private int program = 42;

  @Option(
      names = "--note-seconds",
      paramLabel = "S",
      description = "Seconds of each note (default: ${DEFAULT-VALUE}).")
  private double noteSeconds = 0.3;

  @Option(names = "--with-prompt", description = "Play the prompt before the generated notes.")
  private boolean withPrompt;

  @Override
  public Integer call() throws IOException {
    check();
    NoteModel trained = NoteModel.read(model, Spark.hadoopConfiguration());
    Prompt given = start.file == null ? null : Prompt.ofFile(trained, start.file);
    JvmSettings.applyHere();
    Backend.NATIVE.load();
    NativeThreads.use(1); // one note after the other gives two threads nothing to share
    ComputationGraph weights = trained.weights();
    requireFolder();
    GenerationFiles files = new GenerationFiles(out, program, noteSeconds, withPrompt);
    for (int i = 0; i < count; i++) {
      long drawnBy = seed + i;
      Prompt prompt =
          given != null ? given : Prompt.kept(trained, start.seed == null ? drawnBy : start.seed);
      String name = String.format(Locale.ROOT, "%s-%02d", trained.folder().lastName(), i + 1);
      files.write(
          name,
          title(name, drawnBy),
          pitches(trained, prompt.classes()),
          pitches(trained, sample(trained, weights, prompt, drawnBy)),
          provenance(trained, prompt, drawnBy));
      System.out.println(out.resolve(name + ".mid"));
    }
    return ExitCode.OK;
  }

  private void check() {
    require(notes >= 1 && notes <= MAX_NOTES, "--notes must be 1 to " + MAX_NOTES, notes);
    require(count >= 1 && count <= MAX_COUNT, "--count must be 1 to " + MAX_COUNT, count);
    require(
        temperature > 0 && temperature <= 100,
        "--temperature must be above 0 and at most 100",
        temperature);
    require(topK == null || topK >= 1, "--top-k must be at least 1", topK);
    require(program >= 0 && program <= 127, "--program must be 0 to 127", program);
    require(
        noteSeconds >= 0.001 && noteSeconds <= 16,
        "--note-seconds must be 0.001 to 16",
        noteSeconds);
    double durationS = (notes + (withPrompt ? NoteLine.MAX_NOTES : 0)) * noteSeconds;
    require(
        durationS <= Synth.MAX_DURATION_S,
        "--notes of --note-seconds must not last longer than " + Synth.MAX_DURATION_S + " s",
        durationS + " s");
  }

  private void requireFolder() throws IOException {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new UserException("--out " + out + " is a file: give a folder.");
    }
    Files.createDirectories(out);
  }

  private static void require(boolean isGood, String rule, Object given) {
    if (!isGood) {
      throw new UserException(rule + ", not " + given + ".");
    }
  }

  private short[] sample(NoteModel trained, ComputationGraph weights, Prompt prompt, long drawnBy) {
    int among = argmax ? 1 : topK == null ? trained.vocabulary().size() : topK;
    NoteSampling sampling =
        new NoteSampling(
            temperature, among, drawnBy, OptionalInt.of(trained.vocabulary().unknownClass()));
    return new NoteSampler(trained.network(), weights).continued(prompt.classes(), notes, sampling);
  }

  private static short[] pitches(NoteModel trained, short[] classes) {
    short[] pitches = new short[classes.length];
    for (int i = 0; i < pitches.length; i++) {
      pitches[i] = (short) trained.vocabulary().decode(classes[i]);
    }
    return pitches;
  }

  private String title(String name, long drawnBy) {
    String among = topK == null ? "" : " among the likeliest " + topK;
    String how = argmax ? "always the likeliest" : "drawn at temperature " + temperature + among;
    return String.format(Locale.ROOT, "%s: %d notes, %s, seed %d", name, notes, how, drawnBy);
  }

  /** What makes these notes again, and which model made them. */
  private Map<String, Object> provenance(NoteModel trained, Prompt prompt, long drawnBy) {
    ModelCard card = trained.card();
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("model", model);
    provenance.put("model_kind", card.kind());
    provenance.put("model_sha256", card.network().sha256());
    provenance.put("model_run_id", card.provenance().runId());
    provenance.put("model_dataset", card.provenance().dataset());
    provenance.put("model_epoch", card.state().epoch());
    provenance.put("version", Version.current());
    provenance.put("seed", drawnBy);
    provenance.put("notes", notes);
    provenance.put("temperature", temperature);
    provenance.put("argmax", argmax);
    provenance.put("top_k", topK);
    provenance.put("prompt_source", prompt.source());
    return provenance;
  }
}
