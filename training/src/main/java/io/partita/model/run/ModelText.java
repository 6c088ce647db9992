package io.partita.model.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.StoredName;
import io.partita.lake.CommandName;
import io.partita.model.ModelFigure;
import io.partita.model.ModelKinds;
import io.partita.model.ModelLayer;
import io.partita.model.archive.ContentHashes;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.PriorFile;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.train.TrainedModel;
import io.partita.terminal.VisibleText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A model for people: how far it is trained, on what, how, and what is in its files. */
public final class ModelText {
  private final StringBuilder text = new StringBuilder();

  private ModelText() {}

  /**
   * @param folder as the user gave it
   * @param prior that was fitted to it, or nothing
   * @param published what model publish wrote of it, or null
   * @param test its evaluation on the test split, or null
   */
  public static String of(
      String folder,
      TrainedModel<?> trained,
      Optional<PriorFile> prior,
      JsonNode published,
      JsonNode test,
      List<ModelLayer> layers) {
    ModelCard card = trained.card();
    ModelText all = new ModelText();
    all.text.append(VisibleText.line(folder)).append(": ").append(card.kind());
    all.remarks(trained.remarks());
    all.state(card, published);
    all.test(trained.kind().measures(), test);
    all.network(card, layers);
    all.data(card.provenance());
    trained.facts().forEach(all::line);
    all.run(card.provenance());
    all.files(card);
    prior.ifPresent(all::prior);
    return all.text.toString();
  }

  /** What validation was best, and which weights are the model. */
  static String best(ModelCard card) {
    ModelCard.Best best = card.best();
    return String.format(
        Locale.ROOT,
        "%s %.4f on %s after iteration %,d (epoch %.2f); %s",
        best.figure(),
        best.value(),
        card.provenance().validationSplit(),
        best.iteration(),
        best.epoch(),
        best.network() == null ? "its weights were not kept" : "its weights are the model");
  }

  private void remarks(List<String> remarks) {
    for (String remark : remarks) {
      text.append(String.format(Locale.ROOT, "%n  %s%n", VisibleText.line(remark)));
    }
  }

  private void state(ModelCard card, JsonNode published) {
    ModelCard.State state = card.state();
    section("Training");
    line("state", state.outcome());
    line("epochs finished", state.epoch());
    line("iterations", count(state.iteration()));
    line("examples seen", count(state.examples()));
    line("time", String.format(Locale.ROOT, "%,.1f s", state.seconds()));
    if (state.metric() != null) {
      line("loss", loss(card, state.metric().loss()));
      line("validation loss", loss(card, state.metric().validationLoss()));
    }
    if (card.best() != null) {
      line("best", best(card));
    }
    if (published != null) {
      line(
          "published",
          published.path("published_at").asText() + " from " + published.path("from").asText());
    }
  }

  /** What the model is held to, as it was reported when it was published. */
  private void test(List<ModelFigure> measures, JsonNode test) {
    if (test == null) {
      return;
    }
    section("Split test");
    for (ModelFigure measure : measures) {
      JsonNode interval = test.path(Evaluation.INTERVALS).path(measure.figure());
      line(
          measure.figure(),
          figure(test.path(measure.figure()))
              + (interval.size() == 2
                  ? ", 95 % " + figure(interval.path(0)) + " to " + figure(interval.path(1))
                  : ""));
    }
  }

  private static String figure(JsonNode figure) {
    return figure.isNumber()
        ? String.format(Locale.ROOT, "%.4f", figure.asDouble())
        : figure.asText("none");
  }

  private void network(ModelCard card, List<ModelLayer> layers) {
    section("Network");
    card.config().fields().forEachRemaining(field -> line(field.getKey(), text(field.getValue())));
    if (!card.vocabulary().isEmpty()) {
      int pitches = card.vocabulary().size();
      line("pitches known", pitches == 128 ? "all 128" : pitches + ": " + card.vocabulary());
    }
    text.append(
        String.format(
            Locale.ROOT, "%n  %-16s %-22s %12s  %s%n", "layer", "type", "parameters", "shapes"));
    for (ModelLayer layer : layers) {
      String shapes = layer.shapes().isEmpty() ? "" : layer.shapes().toString();
      text.append(
          String.format(
                  Locale.ROOT,
                  "  %-16s %-22s %,12d  %s",
                  layer.name(),
                  layer.type(),
                  layer.parameters(),
                  shapes)
              .stripTrailing());
      text.append(System.lineSeparator());
    }
    text.append(String.format(Locale.ROOT, "  %-39s %,12d%n", "all", card.network().parameters()));
  }

  private void data(ModelCard.Provenance from) {
    section("Data");
    line("data set", from.dataset());
    line("lake", from.lake());
    line("made by run", from.datasetRun());
    line("trained on", count(from.examples()) + " examples of the split " + from.trainSplit());
    line(
        "validated on",
        count(from.validationExamples()) + " examples of the split " + from.validationSplit());
    from.leftOut().forEach((reason, count) -> line("left out", count(count) + " " + reason));
    ModelCard.LearntFiles learnt = from.learnt();
    line(
        "files learnt",
        learnt == null
            ? "unknown: an earlier version trained it"
            : "%s, by %d bytes of their %s in %s"
                .formatted(
                    count(learnt.files()),
                    ContentHashes.BYTES,
                    learnt.hash().toUpperCase(Locale.ROOT),
                    learnt.name()));
  }

  private void run(ModelCard.Provenance from) {
    section("Run");
    line("command", CommandName.of(from.command()) + " of Partita " + from.version());
    line("started", from.startedAt());
    line("run", from.runId());
    line("computed by", from.backend());
    line("Spark master", from.sparkMaster());
    options(from.options());
    options(from.otherOptions());
  }

  private void options(Map<String, Object> options) {
    options.forEach((name, value) -> line(StoredName.option(name), value));
  }

  private void files(ModelCard card) {
    section("Files");
    ModelCard.NetworkFile file = card.used();
    line("network file", file.name() + ", " + count(file.bytes()) + " bytes");
    for (ModelCard.NetworkFile other : card.networks()) {
      if (!other.equals(file)) {
        String what = other.equals(card.network()) ? "last, to go on from" : "average of weights";
        line(what, other.name() + ", " + count(other.bytes()) + " bytes");
      }
    }
    if (file.isHalf()) {
      line("", "weights as float16, to use; no training goes on from them");
    }
    line("network file (sha256)", file.sha256());
    line("", "whether the file is whole; by it latents, evaluations and loops name their model");
    line("parameters (sha256)", file.parametersSha256());
    line("", "equal for equal weights, whatever else the file holds, as the state of training");
  }

  private void prior(PriorFile prior) {
    line(
        "fitted prior",
        prior.components().size()
            + " normal distributions, of "
            + count(prior.examples())
            + " examples of the split "
            + prior.split()
            + " of "
            + prior.dataset());
  }

  private void section(String name) {
    text.append(String.format(Locale.ROOT, "%n%s%n", name));
  }

  private void line(String name, Object value) {
    if (value != null) {
      text.append(
          String.format(Locale.ROOT, "  %-24s%s%n", name, VisibleText.line(value.toString())));
    }
  }

  /** A text without its quotes; lists as JSON has them. */
  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String loss(ModelCard card, Double loss) {
    return loss == null
        ? null
        : String.format(Locale.ROOT, "%.4f %s", loss, ModelKinds.lossUnit(card.kind()));
  }
}
