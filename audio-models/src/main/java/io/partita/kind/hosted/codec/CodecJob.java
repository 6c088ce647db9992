package io.partita.kind.hosted.codec;

import io.partita.kind.hosted.FileJob;
import io.partita.kind.hosted.file.HostedDescription;
import io.partita.model.job.ModelJob;
import io.partita.model.train.TrainedModel;

/** What one command does with neural codecs, files as EnCodec's (.ts, .safetensors). */
interface CodecJob extends FileJob {
  @Override
  default String name() {
    return "codec";
  }

  @Override
  default String title() {
    return "neural codec";
  }

  @Override
  default boolean takes(HostedDescription model) {
    return EncodecAttributes.takes(model);
  }

  @Override
  default String refusal(TrainedModel<?> model, ModelJob job, String options) {
    return "A %s does not use %s, for %s only: leave it out."
        .formatted(title(), options, job.titles());
  }

  @Override
  default String whatOthersLack() {
    return "is no neural codec";
  }
}
