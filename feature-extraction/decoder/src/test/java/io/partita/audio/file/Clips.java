package io.partita.audio.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.partita.MalformedInputException;
import io.partita.archive.BytesFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Short sounds, files of them, and what is read from files. */
public final class Clips {
  private Clips() {}

  /** A sine of amplitude 0.5 for each channel: 440 Hz, 880 Hz and so on. */
  public static float[][] tones(int channels, int sampleRateHz, int samples) {
    float[][] planes = new float[channels][samples];
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < samples; i++) {
        double turns = 440.0 * (channel + 1) * i / sampleRateHz;
        planes[channel][i] = (float) (0.5 * Math.sin(2 * Math.PI * turns));
      }
    }
    return planes;
  }

  /** The same, encoded. */
  static byte[] encoded(AudioEncoding encoding, int channels, int sampleRateHz, int samples)
      throws IOException {
    return encoded(encoding, sampleRateHz, tones(channels, sampleRateHz, samples));
  }

  /** A sound, encoded. */
  static byte[] encoded(AudioEncoding encoding, int sampleRateHz, float[]... planes)
      throws IOException {
    Path file = Files.createTempFile("partita-clip", "." + encoding.extension());
    try {
      try (AudioWriter writer = AudioWriter.create(file, encoding, sampleRateHz, planes.length)) {
        writer.write(planes, planes[0].length);
      }
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  /** A WAV file: a header with these fields, then the bytes. */
  static byte[] wav(int tag, int channels, int sampleRateHz, int bits, byte[] data) {
    int frameBytes = Math.max(1, channels * bits / 8);
    ByteBuffer file = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(36 + data.length).put(ascii("WAVEfmt ")).putInt(16);
    file.putShort((short) tag).putShort((short) channels).putInt(sampleRateHz);
    file.putInt(sampleRateHz * frameBytes).putShort((short) frameBytes).putShort((short) bits);
    return file.put(ascii("data")).putInt(data.length).put(data).array();
  }

  /** An AU file: a header with these fields, then the bytes. */
  static byte[] au(int encoding, int channels, int sampleRateHz, byte[] data) {
    ByteBuffer file = ByteBuffer.allocate(24 + data.length);
    file.put(ascii(".snd")).putInt(24).putInt(data.length).putInt(encoding);
    return file.putInt(sampleRateHz).putInt(channels).put(data).array();
  }

  static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  public static SeekableByteChannel channel(byte[] bytes) {
    return new BytesFile("clip", bytes).openChannel();
  }

  static AudioReader open(byte[] bytes) throws IOException, MalformedInputException {
    return AudioReader.open(channel(bytes), AudioLimits.defaults());
  }

  /** All samples of each channel. */
  static float[][] planes(byte[] bytes) throws IOException, MalformedInputException {
    try (AudioReader reader = open(bytes)) {
      return rest(reader, 4096);
    }
  }

  /** What is left of each channel, read in pieces. */
  static float[][] rest(AudioReader reader, int pieceSamples)
      throws IOException, MalformedInputException {
    int channels = reader.format().channels();
    float[][] piece = new float[channels][pieceSamples];
    float[][] all = new float[channels][0];
    int filled = 0;
    for (int count = reader.read(piece); count >= 0; count = reader.read(piece)) {
      for (int channel = 0; channel < channels; channel++) {
        if (all[channel].length < filled + count) {
          all[channel] = Arrays.copyOf(all[channel], 2 * (filled + count));
        }
        System.arraycopy(piece[channel], 0, all[channel], filled, count);
      }
      filled += count;
    }
    for (int channel = 0; channel < channels; channel++) {
      all[channel] = Arrays.copyOf(all[channel], filled);
    }
    return all;
  }

  /** The samples of all channels in turn, as 32-bit little-endian floats. */
  static byte[] interleaved(AudioReader reader) throws IOException, MalformedInputException {
    float[][] planes = new float[reader.format().channels()][4096];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int count = reader.read(planes); count >= 0; count = reader.read(planes)) {
      ByteBuffer bytes =
          ByteBuffer.allocate(4 * planes.length * count).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < count; i++) {
        for (float[] plane : planes) {
          bytes.putFloat(plane[i]);
        }
      }
      out.writeBytes(bytes.array());
    }
    return out.toByteArray();
  }
}
