package io.partita.audio;

import io.partita.MalformedInputException;
import io.partita.SharedData;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;

/** Eight seconds of music and its mel by an independent implementation in float64. */
final class Golden {
  private Golden() {}

  /** 22,050 Hz, mono. */
  static float[] samples() throws IOException {
    byte[] wav = bytes("vibe_ace_8s_22050.wav");
    ByteBuffer data = ByteBuffer.wrap(wav, 78, wav.length - 78).order(ByteOrder.LITTLE_ENDIAN);
    float[] samples = new float[data.remaining() / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = data.getShort() / 32768f;
    }
    return samples;
  }

  /** [frames][80], recipe hifigan-22k-80. */
  static float[][] mel() throws IOException, MalformedInputException {
    return Npy.read(bytes("vibe_ace_8s_22050.mel.npy")).toFrames();
  }

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(SharedData.file("golden/audio/" + name));
  }
}
