package io.partita.kind.groovae;

import io.partita.drum.DrumPerformance;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generation;
import io.partita.model.job.Generations;
import io.partita.model.job.Generator;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.LatentNoise;
import io.partita.picture.DrumRollPicture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code generate} does with a GrooVAE: performances of latent vectors from the prior. */
record GenerateGrooVae(GrooVaeKind kind) implements Generator<GrooVae> {
  private static final double QPM = 120;

  @Override
  public String product(GrooVae model) {
    return "drum performances";
  }

  /** Number k depends on the seed and k, not on how many there are. */
  @Override
  public Generations.Prepared prepare(GenerateOptions options, TrainedModel<GrooVae> trained) {
    GrooVae model = trained.model();
    model.requireZAlone();
    GrooVaeDecoder.Sampling sampling =
        new GrooVaeDecoder.Sampling(options.argmax ? 0 : options.temperature(), options.seed);
    return weights -> {
      float[][] z = LatentNoise.draw(options.count, model.latent(), options.seed);
      List<DrumPerformance> made =
          model.decode(weights, z, GrooVaeDecoder.Given.tempos(QPM, z.length), sampling);
      String how = options.how("hit") + ", seed " + options.seed;
      return Generations.of(number -> generation(model, made.get(number), how, number, options));
    };
  }

  private static Generation generation(
      GrooVae model, DrumPerformance made, String how, int number, GenerateOptions options) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("seed", options.seed);
    fields.put("number", number + 1);
    options.addDrawTo(fields);
    fields.put("drum_map", model.drumMap());
    fields.put("qpm", QPM);
    fields.put("steps", made.masks());
    fields.put("velocities", made.velocities());
    fields.put("offsets", made.offsets());
    return new Generation(
        new Generation.Piece(made.score(model.map(), QPM), false),
        name -> DrumRollPicture.ofPerformances(name + ": " + how, Map.of("", made)),
        fields,
        "");
  }
}
