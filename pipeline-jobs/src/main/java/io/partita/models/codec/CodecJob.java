package io.partita.models.codec;

import io.partita.hosted.codec.EncodecCodec;
import io.partita.hosted.file.HostedDescription;
import io.partita.hosted.file.HostedFormat;
import io.partita.models.FileJob;

/** What one command does with neural codecs: files as EnCodec's (.ts) or Lyra's (.onnx). */
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
    return model.format() == HostedFormat.ONNX || EncodecCodec.takes(model);
  }

  @Override
  default String whatOthersLack() {
    return "is no neural codec";
  }
}
