package io.partita.decoder;

import io.partita.MalformedInputException;
import io.partita.audio.AudioStatistics;
import io.partita.audio.file.DecoderWire;
import java.io.DataOutputStream;
import java.io.IOException;

/** A file's samples on their way to the parent, block by block, as many as it asks for. */
final class DecodedFile {
  private final FileDecoder file;
  private final Asked asked;
  private final DataOutputStream out;
  private final ProcessorClock clock;
  private final AudioStatistics statistics = new AudioStatistics();
  private final float[][] planes;

  DecodedFile(FileDecoder file, Asked asked, DataOutputStream out, ProcessorClock clock) {
    this.file = file;
    this.asked = asked;
    this.out = out;
    this.clock = clock;
    planes = new float[file.channels()][DecoderWire.BLOCK_SAMPLES];
  }

  void run() throws IOException {
    out.writeByte(DecoderWire.OPENED);
    out.writeUTF(file.container());
    out.writeUTF(file.codec());
    out.writeInt(file.sampleRateHz());
    out.writeInt(file.channels());
    out.writeLong(file.bitRate().orElse(-1));
    out.writeDouble(file.durationS().orElse(Double.NaN));
    asked.awaitBlock();
    try (MonoResampler mono = MonoResampler.of(file.sampleRateHz(), asked.monoHz())) {
      long samples = 0;
      boolean isLast = false;
      while (!isLast) {
        int count = Math.max(0, file.read(planes));
        isLast = count < DecoderWire.BLOCK_SAMPLES;
        mono.push(planes, count);
        if (asked.isMonoAlone()) {
          for (float[] plane : planes) {
            statistics.add(plane, count);
          }
        }
        if (isLast) {
          mono.finish();
        }
        send(isLast ? DecoderWire.LAST : DecoderWire.SAMPLES, count, mono);
        samples += count;
        clock.decoded((double) samples / file.sampleRateHz());
        if (!isLast) {
          asked.awaitBlock();
        }
      }
    } catch (MalformedInputException e) {
      out.writeByte(DecoderWire.REFUSED);
      new DecoderWire.Refusal(
              e.fault().name(), e.byteOffset(), e.detail(), file.errors(), file.muted())
          .write(out);
    }
  }

  private void send(int kind, int count, MonoResampler mono) throws IOException {
    out.writeByte(kind);
    int channels = asked.isMonoAlone() ? 0 : planes.length;
    new DecoderWire.Counts(file.errors(), file.muted(), channels, count, mono.count(), statistics)
        .write(out);
    for (int channel = 0; channel < channels; channel++) {
      DecoderWire.write(out, planes[channel], 0, count);
    }
    DecoderWire.write(out, mono.samples(), 0, mono.count());
  }
}
