package io.partita.model.slices.vae;

import io.partita.lake.Lake;
import io.partita.lake.TableRun;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.model.job.Processor;
import io.partita.model.latent.EncodeOptions;
import io.partita.model.latent.EncodedBy;
import io.partita.model.latent.Encoder;
import io.partita.model.latent.GivenFile;
import io.partita.model.latent.LatentVectors;
import io.partita.model.slices.CutFile;
import io.partita.model.slices.FormTables;
import io.partita.model.slices.SliceFile;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Posterior;
import io.partita.option.SuspectOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Mixin;

/**
 * What {@code encode} does with an autoencoder of slices: rows of a table of slices to rows of one
 * of latents.
 */
public final class EncodeSlices<M extends SliceVae> implements Encoder<M> {
  private final SliceVaeKind<M> kind;
  private final List<String> help;

  @Mixin private SuspectOptions suspects = new SuspectOptions();

  /**
   * @param help what the command's help says of such models
   */
  public EncodeSlices(SliceVaeKind<M> kind, List<String> help) {
    this.kind = kind;
    this.help = help;
  }

  @Override
  public SliceVaeKind<M> kind() {
    return kind;
  }

  @Override
  public List<String> help() {
    return help;
  }

  @Override
  public String whatOthersLack() {
    return "reads no MIDI files";
  }

  @Override
  public LakeTable table(M model) {
    return FormTables.latents(model.form());
  }

  @Override
  public Map<LakeTable, TableRun> source(Lake lake, String dataset, M model) throws IOException {
    return SlicesToEncode.source(lake, dataset, model.form());
  }

  @Override
  public void addTo(RunOptions run, M model) {
    run.decisive(SuspectOptions.NAME, suspects.areIncluded);
  }

  @Override
  public Dataset<Row> encoded(Map<LakeTable, Dataset<Row>> tables, String dataset, M model) {
    Suspects leftOut = suspects.areIncluded ? Suspects.NONE : Suspects.of(tables, dataset);
    return leftOut.without(tables.get(table(model)));
  }

  @Override
  public int encodeFile(EncodeOptions options, TrainedModel<M> trained) throws IOException {
    LatentVectors.require(options.out);
    SliceFile file = SliceFile.read(GivenFile.of(options.in), trained.model());
    Processor.use();
    Posterior posterior =
        trained
            .model()
            .encode(trained.weights(), file.apart().stream().map(CutFile.Slice::labels).toList());
    return new LatentVectors(posterior.mu(), posterior.sigma()).write(options, trained);
  }

  @Override
  public EncodedSlices run(
      DerivedRun run, TrainedModel<M> trained, EncodedBy by, Map<LakeTable, Dataset<Row>> tables)
      throws IOException {
    SlicesToEncode slices =
        SlicesToEncode.of(tables, run.dataset(), trained.model(), suspects.areIncluded);
    SliceLatents.stage(run, trained, trained.weights(), slices);
    run.ended("encode");
    return new EncodedSlices(
        run.header(),
        run.input().get(FormTables.slices(trained.model().form())).runId(),
        by,
        trained.model().config(),
        slices.bars(),
        slices.count(),
        slices.suspectsLeftOut());
  }
}
