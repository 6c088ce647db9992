package io.partita.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.bpe.BpeModels;
import io.partita.lake.file.Json;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.midi.MidiWriter;
import io.partita.model.archive.ModelFolder;
import io.partita.option.TokenSchemeName;
import io.partita.output.WrittenFiles;
import io.partita.score.Score;
import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns tokens back into a MIDI file. */
@Command(name = "convert", description = "Convert tokens to a MIDI file.")
public final class Detokenize implements Callable<Integer> {
  private static final int MOST_BYTES = 64 << 20;

  @Parameters(
      index = "0",
      paramLabel = "TOKENS",
      description = "JSON: an array of numbers, or an object with an array named tokens.")
  private Path tokensFile;

  @Parameters(index = "1", paramLabel = "OUT", description = "The MIDI file to write.")
  private Path out;

  @Option(
      names = "--scheme",
      paramLabel = "SCHEME",
      converter = TokenSchemeName.class,
      completionCandidates = TokenSchemeName.Labels.class,
      description = "Scheme: ${COMPLETION-CANDIDATES} (default: the file's, else anticipation).")
  private TokenScheme scheme;

  @Option(
      names = "--bpe",
      paramLabel = "MODEL",
      description = "Byte-pair model that merged the tokens, instead of --scheme.")
  private String bpe;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    if (bpe != null && scheme != null) {
      throw new UserException(Mistake.OPTIONS_EXCLUDE, "Give --scheme or --bpe, not both.");
    }
    InputGuard inputs = InputGuard.of().local(tokensFile);
    if (bpe != null) {
      inputs.model(bpe, ModelFolder.at(bpe, Spark.hadoopConfiguration()).path());
    }
    inputs.keepFrom(out);
    JsonNode root = read();
    JsonNode tokens = root.isArray() ? root : root.path("tokens");
    if (!tokens.isArray()) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          tokensFile + " holds neither an array of numbers nor an object with tokens.");
    }
    TokenScheme ofTokens = schemeOf(root);
    Score score;
    try {
      score = ofTokens.decode(numbers(tokens));
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.MALFORMED_FILE, tokensFile + ": " + e.getMessage(), e);
    }
    NewFile.write(out, MidiWriter.writeOnsetsFirst(score));
    written.wrote(out);
    System.err.printf(Locale.ROOT, "Wrote %s: %d notes.%n", out, score.notes().size());
    return ExitCode.OK;
  }

  private JsonNode read() throws IOException {
    try {
      if (Files.size(tokensFile) > MOST_BYTES) {
        throw new UserException(
            Mistake.TOO_LARGE, tokensFile + " is larger than 64 MiB: no piece has so many tokens.");
      }
      return Json.MAPPER.readTree(tokensFile.toFile());
    } catch (JsonProcessingException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE, tokensFile + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (NoSuchFileException | java.io.FileNotFoundException e) {
      throw new UserException(Mistake.NO_SUCH_FILE, tokensFile + ": there is no such file.", e);
    }
  }

  private TokenScheme schemeOf(JsonNode root) throws IOException {
    if (bpe != null) {
      return BpeModels.read(bpe, Spark.hadoopConfiguration());
    }
    if (scheme != null) {
      return scheme;
    }
    String mode = root.path("mode").asText();
    if (mode.endsWith("-bpe")) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          tokensFile + " is of " + mode + ": give --bpe, the model that has its merges.");
    }
    return TokenSchemes.named(mode).orElse(TokenSchemes.ANTICIPATION);
  }

  private int[] numbers(JsonNode tokens) {
    int[] numbers = new int[tokens.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!tokens.get(i).isInt()) {
        throw new UserException(
            Mistake.MALFORMED_FILE,
            tokensFile + ": token " + i + " is not a number: " + tokens.get(i) + ".");
      }
      numbers[i] = tokens.get(i).asInt();
    }
    return numbers;
  }
}
