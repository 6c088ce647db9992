package io.partita.kind.token;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelCard;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.run.ConfigOptions;
import io.partita.model.run.FileChoice;
import io.partita.model.run.ModelDraft;
import io.partita.model.run.TrainOptions;
import io.partita.model.run.TrainingRun;
import io.partita.option.TokenSchemeName;
import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import io.partita.token.grammar.TokenGrammar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The tokens of a data set to a language model of tokens. Input: the tables tokens and midi_files
 * of a lake; output: a model archive, and rows of the table training_runs.
 */
@Command(
    name = "train lm",
    description = "Train a language model of tokens.",
    modelTransformer = ConfigOptions.Names.class)
final class TrainLm implements Callable<Integer> {
  private static final int UPDATES_BETWEEN_AVERAGINGS = 50;

  @Mixin private TrainOptions options = usual();

  @Mixin
  private ConfigOptions<TokenShape> config = new ConfigOptions<>(TokenShape.KEPT, "transformer");

  @Option(
      names = TokenKind.TOKENS_OPTION,
      paramLabel = "SCHEME",
      converter = TokenSchemeName.class,
      description =
          "Token scheme with a finite vocabulary: remi, tsd or midi-like (default: remi).")
  private TokenScheme scheme = TokenSchemes.REMI;

  private static TrainOptions usual() {
    TrainOptions options = new TrainOptions();
    options.averagingFrequency = UPDATES_BETWEEN_AVERAGINGS;
    return options;
  }

  @Override
  public Integer call() throws Exception {
    TokenShape network = config.changed();
    try (TrainingRun run = new TrainingRun(network.kind(), options)) {
      TokenGrammar grammar = grammar();
      TokenNetwork model = network.model(grammar, scheme.version());
      run.prepare();
      options.optimizer.check(model);
      run.open(LakeTable.TOKENS);
      run.start();
      TokenDocuments documents =
          run.read(
              "tokens",
              tables -> TokenDocuments.of(tables, options.dataset, scheme, FileChoice.of(options)));
      TokenWindows windows =
          new TokenWindows(
              run.context(),
              documents.byContent(TrainingRun.TRAIN).map(FileExample::example),
              documents.draw(TrainingRun.TRAIN),
              model,
              grammar,
              network.lead(),
              network.variation());
      Examples<int[]> examples = TokenExamples.of(documents, TrainingRun.TRAIN, windows);
      Examples<int[]> validation = TokenExamples.of(documents, options.validation.split);
      run.learnsFrom(ModelCard.LearntFiles.MD5, documents.contents(TrainingRun.TRAIN));
      ModelDraft<int[]> draft = new ModelDraft<>(model, hyperParameters(network));
      return run.eachSeed(
          seed ->
              run.train(
                  draft,
                  run.settings(network.batch(), model, windows.count(), documents.filesBySplit()),
                  examples,
                  validation));
    }
  }

  private TokenGrammar grammar() {
    return scheme
        .grammar()
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.OPTIONS_EXCLUDE,
                    "Scheme %s does not say which of its ids may follow each other, as train lm"
                            .formatted(scheme.label())
                        + " needs: give --tokens "
                        + String.join(", ", withGrammar())
                        + "."));
  }

  private static List<String> withGrammar() {
    return TokenSchemes.all().stream()
        .filter(of -> of.grammar().isPresent())
        .map(TokenScheme::label)
        .toList();
  }

  private Map<String, Object> hyperParameters(TokenShape network) {
    Map<String, Object> hyperParameters = new LinkedHashMap<>();
    hyperParameters.put(TokenKind.TOKENS_OPTION, scheme.label());
    hyperParameters.putAll(config.decisive(network));
    return hyperParameters;
  }
}
