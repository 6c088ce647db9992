package io.partita.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.audio.Synth;
import io.partita.midi.MidiReader;
import io.partita.model.NoteLstm;
import io.partita.model.NoteSampler;
import io.partita.symbolic.NoteLine;
import io.partita.symbolic.PitchVocabulary;
import io.partita.training.ModelCard;
import io.partita.training.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
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
      "The prompt is what the model goes on from: a piece of its training data unless --start gives",
      "another. Pictures show it before the generated notes.",
      "",
      "Examples:",
      "  partita generate --model models/bach --notes 200 --count 3 --temperature 0.9 --out out",
      "  partita generate --model models/bach --argmax --start theme.mid --with-prompt --out out"
    })
public final class Generate implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_NOTES = 100_000;

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

  private ModelCard card;
  private NoteLstm network;
  private PitchVocabulary vocabulary;

  /** Pitches to go on from, and a word on where they come from. */
  private record Prompt(List<Integer> pitches, Map<String, Object> source) {}

  @Override
  public Integer call() throws IOException {
    check();
    ModelFolder folder = ModelFolder.at(model, Spark.hadoopConfiguration());
    card = folder.card();
    network = noteLstm();
    vocabulary = new PitchVocabulary(card.vocabulary());
    Prompt given = start.file == null ? null : fileStart();
    ComputationGraph weights = folder.network(card, false);
    Files.createDirectories(out);
    GenerationFiles files = new GenerationFiles(out, program, noteSeconds, withPrompt);
    for (int i = 0; i < count; i++) {
      long generationSeed = seed + i;
      Prompt prompt =
          given != null ? given : keptPrompt(start.seed == null ? generationSeed : start.seed);
      short[] pitches = sample(weights, prompt, generationSeed);
      String name = name(i + 1);
      files.write(
          name,
          title(name, generationSeed),
          shorts(prompt.pitches()),
          pitches,
          provenance(generationSeed, prompt));
      System.out.printf("%s: %d notes.%n", out.resolve(name + ".mid"), notes);
    }
    return ExitCode.OK;
  }
}
