package io.partita.models.musicvae;

import static io.partita.lake.table.LakeTable.DRUM_SLICES;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.TableRun;
import io.partita.lake.table.LakeTable;
import io.partita.model.ModelKind;
import io.partita.model.musicvae.MusicVae;
import io.partita.models.latent.EncodedBy;
import io.partita.models.latent.Encoder;
import io.partita.run.DerivedRun;
import io.partita.run.RunOptions;
import io.partita.run.SuspectOptions;
import io.partita.training.ModelKinds;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** What {@code encode} does with a MusicVAE: rows of drum_slices to rows of latents. */
public final class EncodeDrums implements Encoder<MusicVae> {
  @Mixin private SuspectOptions suspects = new SuspectOptions();

  @Override
  public ModelKind<MusicVae> kind() {
    return ModelKinds.MUSICVAE;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A MusicVAE encodes the drum slices of its length, into the table latents; --json then"
            + " also",
        "has slices, suspect_slices_left_out, bars and config.");
  }

  @Override
  public String whatOthersLack() {
    return "reads no MIDI files";
  }

  @Override
  public LakeTable table() {
    return LakeTable.LATENTS;
  }

  @Override
  public Map<LakeTable, TableRun> source(Lake lake, String dataset) throws IOException {
    return SlicesToEncode.source(lake, dataset);
  }

  @Override
  public void addTo(RunOptions run) {
    run.decisive(SuspectOptions.NAME, suspects.areIncluded);
  }

  @Override
  public EncodedSlices run(DerivedRun run, TrainedModel<MusicVae> trained, EncodedBy by)
      throws IOException {
    SlicesToEncode slices =
        SlicesToEncode.of(
            LakeReader.tables(run.spark(), run.lake()),
            run.dataset(),
            trained.model(),
            suspects.areIncluded);
    Latents.stage(run, trained, trained.weights(), slices);
    run.ended("encode");
    return new EncodedSlices(
        run.header(),
        run.input().get(DRUM_SLICES).runId(),
        by,
        trained.model().config(),
        slices.bars(),
        slices.count(),
        slices.suspectsLeftOut());
  }
}
