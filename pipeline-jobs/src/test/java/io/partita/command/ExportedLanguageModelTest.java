package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.PartitaRun;
import io.partita.kind.token.TokenLstmKind;
import io.partita.midi.MidiWriter;
import io.partita.model.train.TrainedModel;
import io.partita.python.DebianPython;
import io.partita.python.TorchWeights;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether what the example remi_lstm.py learns of an export is the language that train-lm learns.
 * Of the pieces only the melody's pitches are chance, so that all networks that learn them end near
 * the same nats: from three seeds PyTorch's own were within .001 of each other.
 */
@Tag("full")
class ExportedLanguageModelTest {
  private static final int FILES = 160;
  private static final String SIZE = "518, 16, 1, 64, 0.";

  @TempDir private static Path folder;

  @Test
  void pytorchReachesTheNatsOfTrainLm() throws Exception {
    DebianPython.require("torch");
    Path midi = Files.createDirectories(folder.resolve("midi"));
    for (int i = 0; i < FILES; i++) {
      Files.write(midi.resolve("piece" + i + ".mid"), MidiWriter.write(piece(i)));
    }
    Path lake = folder.resolve("lake");
    PartitaRun.of(ingest(midi, lake)).exits(0);
    PartitaRun.of(train(lake)).exits(0);
    double nats =
        PartitaRun.line(
                "model evaluate --lake {} --model {} --split validation --json",
                lake,
                folder.resolve("lm"))
            .json()
            .path("nats_per_token")
            .asDouble();
    PartitaRun.of(export(lake)).exits(0);
    new ObjectMapper()
        .writeValue(folder.resolve("weights.json").toFile(), TorchWeights.of(network(), 1));

    String printed =
        DebianPython.run(
            Map.of("PYTHON_EXAMPLES", DebianPython.SOURCES.resolve("examples").toString()),
            "-c",
            String.join(
                "\n",
                "import json, os, sys; os.chdir(sys.argv[1])",
                "sys.path.append(os.environ['PYTHON_EXAMPLES'])",
                "import partita, torch; from remi_lstm import *",
                "torch.set_num_threads(1); torch.manual_seed(1)",
                "tokens, validation = partita.Tokens('npy'), partita.Tokens('npy', 'validation')",
                "lm, own = Lm(" + SIZE + "), json.load(open('weights.json'))",
                "lm.load_state_dict({name: torch.tensor(of) for name, of in own.items()})",
                "print(nats_per_token(lm, validation))",
                "lm = Lm(" + SIZE + ")",
                "for _ in train(lm, tokens, 30, batch=4, length=32, rate=.003, warm_up=0): pass",
                "print(nats_per_token(lm, validation))"),
            folder);

    List<Double> found = printed.lines().map(Double::valueOf).toList();
    assertThat(found.get(0)).as("train-lm's weights in PyTorch").isCloseTo(nats, within(1e-3));
    assertThat(found.get(1)).as("trained by PyTorch").isCloseTo(nats, within(0.02));
  }

  private static Object[] ingest(Path midi, Path lake) {
    return new Object[] {
      "ingest-midi",
      "--input",
      midi,
      "--lake",
      lake,
      "--dataset",
      "pieces",
      "--split",
      "50/25/25",
      "--tokens",
      "remi"
    };
  }

  private static Object[] train(Path lake) {
    return new Object[] {
      "train-lm",
      "--lake",
      lake,
      "--dataset",
      "pieces",
      "--model",
      folder.resolve("lm"),
      "--config",
      "lstm",
      "--set",
      "embedding=16",
      "--set",
      "layers=1",
      "--set",
      "units=64",
      "--set",
      "dropout=0",
      "--set",
      "variation=false",
      "--set",
      "segmentLength=32",
      "--set",
      "burnIn=0",
      "--batch",
      4,
      "--epochs",
      30,
      "--learning-rate",
      0.003,
      "--schedule",
      "constant",
      "--warm-up",
      0,
      "--workers",
      0,
      "--validate-every",
      1000
    };
  }

  private static Object[] export(Path lake) {
    return new Object[] {
      "export",
      "--lake",
      lake,
      "--dataset",
      "pieces",
      "--what",
      "tokens",
      "--scheme",
      "remi",
      "--format",
      "npy",
      "--out",
      folder.resolve("npy")
    };
  }

  /** A melody by chance over a drum on each beat. */
  private static Score piece(int number) {
    SplittableRandom dice = new SplittableRandom(number);
    ScoreBuilder score = Score.builder(Division.ppq(8)).tempo(0, 500_000);
    for (int beat = 0; beat < 16; beat++) {
      score.note(0, 0, 5, 60 + dice.nextInt(4), 80, beat * 8L, beat * 8L + 8);
      score.note(1, 9, 0, 36, 100, beat * 8L, beat * 8L + 2);
    }
    return score.build();
  }

  private static ComputationGraph network() throws Exception {
    String archive = folder.resolve("lm").toString();
    return TrainedModel.read(TokenLstmKind.KIND, archive, new Configuration()).weights();
  }
}
