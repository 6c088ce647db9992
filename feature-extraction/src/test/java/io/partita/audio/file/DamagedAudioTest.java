package io.partita.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avformat.avio_r8;
import static org.bytedeco.ffmpeg.global.avformat.avio_seek;

import io.partita.MalformedInputException;
import io.partita.archive.BytesFile;
import io.partita.audio.AudioFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Audio that is damaged, cut, too long or none at all: samples, or a fault with its offset. */
class DamagedAudioTest {
  @Test
  void damageWithinIsCountedAndPassedOver() throws Exception {
    byte[] bytes = Clips.encoded(AudioEncoding.FLAC, 1, 44_100, 100_000);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 3000, (byte) 0x55);
    try (AudioReader reader = Clips.open(bytes)) {
      int samples = Clips.rest(reader, 4096)[0].length;
      assertThat(samples).isBetween(50_000, 99_999);
      assertThat(reader.decodeErrors()).isPositive();
    }
  }

  @Test
  void aHeaderMayClaimMoreThanThereIs() throws Exception {
    byte[] whole = Clips.encoded(AudioEncoding.WAV, 1, 22_050, 22_050);
    try (AudioReader reader = Clips.open(Arrays.copyOf(whole, whole.length / 2))) {
      assertThat(reader.truncated()).isTrue();
      assertThat(reader.format().claimedDurationS()).hasValue(1);
      assertThat(Clips.rest(reader, 4096)[0]).hasSize((whole.length / 2 - 44) / 2);
    }
    byte[] au = Clips.encoded(AudioEncoding.AU, 1, 22_050, 22_050);
    try (AudioReader reader = Clips.open(Arrays.copyOf(au, au.length - 2))) {
      assertThat(reader.truncated()).isTrue();
      assertThat(reader.format().claimedDurationS()).hasValue(1);
    }
  }

  @Test
  void aLengthThatTheWriterDidNotKnowIsNoClaim() throws Exception {
    byte[] piped = Clips.wav(1, 1, 8000, 16, new byte[8000]);
    ByteBuffer.wrap(piped).order(ByteOrder.LITTLE_ENDIAN).putInt(4, -1).putInt(40, -1);
    try (AudioReader reader = Clips.open(piped)) {
      assertThat(reader.truncated()).isFalse();
      assertThat(Clips.rest(reader, 4096)[0]).hasSize(4000);
    }
  }

  @Test
  void aStreamThatIsNothingButChangesIsAFault() throws Exception {
    byte[] first = Clips.encoded(AudioEncoding.VORBIS, 2, 44_100, 2000);
    byte[] second = Clips.encoded(AudioEncoding.VORBIS, 2, 22_050, 2000);
    ByteArrayOutputStream chained = new ByteArrayOutputStream();
    for (int i = 0; i < 51; i++) {
      chained.writeBytes(first);
      chained.writeBytes(second);
    }
    assertThat(Clips.planes(Arrays.copyOf(chained.toByteArray(), 40 * first.length))).isNotEmpty();
    assertFault(
        chained.toByteArray(),
        AudioFault.UNSTABLE_FORMAT,
        "Its rate or channels changed more than 100 times");
  }

  @Test
  void aDemuxerThatReadsOverAndOverIsStopped() throws Exception {
    try (ChannelInput input = new ChannelInput(Clips.channel(new byte[100_000]))) {
      for (int i = 0; i < 80_000; i++) {
        avio_seek(input.context(), 99_000L * (i % 2), 0);
        avio_r8(input.context());
        if (i == 100) {
          input.check();
        }
      }
      assertThatThrownBy(input::check)
          .isInstanceOf(MalformedInputException.class)
          .hasMessageStartingWith("CORRUPT_STRUCTURE at byte ")
          .hasMessageEndingWith(
              "Its structures have been read over and over: more than 64 times its 100000 bytes");
    }
  }

  @Test
  void whatIsNoAudioIsAFaultWithAnOffset() throws Exception {
    assertFault(new byte[0], AudioFault.EMPTY, "EMPTY at byte 0: The file has no bytes");
    assertFault(
        Clips.ascii("<html><body>Not found</body></html>"),
        AudioFault.NOT_AUDIO,
        "NOT_AUDIO at byte 0: No known container begins here: expected MP3, FLAC, Ogg, WAV, AIFF,"
            + " AU or MP4");
    assertFault(
        Arrays.copyOf(Clips.ascii("caff\0\1\0\0desc\0\0\0\0\0\0\0\40"), 200),
        AudioFault.UNSUPPORTED_CONTAINER,
        "UNSUPPORTED_CONTAINER at byte 0: It looks like Apple CAF (Core Audio Format) (caf):"
            + " expected MP3, FLAC, Ogg, WAV, AIFF, AU or MP4");
    assertFault(
        Arrays.copyOf(Clips.encoded(AudioEncoding.FLAC, 1, 8000, 100), 40),
        AudioFault.CORRUPT_HEADER,
        "Its flac header cannot be read");
    assertFault(
        Clips.wav(0x160, 1, 8000, 16, new byte[100]),
        AudioFault.UNSUPPORTED_CODEC,
        "Its audio is wmav1: expected MP3, FLAC, Vorbis, Opus, AAC, ALAC or PCM");
    assertFault(Clips.wav(1, 1, 8000, 16, new byte[0]), AudioFault.NO_SAMPLES, "stream is empty");
    assertFault(
        Clips.wav(1, 9, 8000, 16, new byte[18 * 100]),
        AudioFault.TOO_MANY_CHANNELS,
        "It has 9 channels: more than 8");
    assertFault(
        Clips.wav(1, 1, 400_000, 16, new byte[100]),
        AudioFault.BAD_SAMPLE_RATE,
        "Its sample rate is 400000 Hz: expected 100 to 384000");
    assertFault(
        Clips.wav(1, 1, 99, 16, new byte[100]),
        AudioFault.BAD_SAMPLE_RATE,
        "Its sample rate is 99 Hz: expected 100 to 384000");
  }

  @Test
  void undecodablePacketsAreAFault() throws Exception {
    byte[] flac = Clips.encoded(AudioEncoding.FLAC, 1, 8000, 8000);
    flac[21] ^= (byte) 0x80; // 8 bits a sample, which no frame has
    assertFault(flac, AudioFault.UNDECODABLE, "None of its flac packets could be decoded: ");
  }

  private static void assertFault(byte[] bytes, AudioFault fault, String message) {
    assertThatThrownBy(() -> Clips.planes(bytes))
        .isInstanceOfSatisfying(
            MalformedInputException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(fault);
              assertThat(e.byteOffset()).isBetween(0L, (long) bytes.length);
            })
        .hasMessageContaining(message);
  }

  @Test
  void tooLongIsMeasuredAndNotClaimed() throws Exception {
    byte[] bytes = Clips.encoded(AudioEncoding.FLAC, 1, 8000, 16_001);
    AudioLimits limits = AudioLimits.defaults().withMaxDurationS(2);
    try (AudioReader reader = AudioReader.open(Clips.channel(bytes), limits)) {
      assertThatThrownBy(() -> Clips.rest(reader, 4096))
          .isInstanceOf(MalformedInputException.class)
          .hasMessageStartingWith("TOO_LONG at byte ")
          .hasMessageEndingWith("It lasts longer than 2 s: raise the limit to read it");
    }
    byte[] just = Clips.encoded(AudioEncoding.FLAC, 1, 8000, 16_000);
    try (AudioReader reader = AudioReader.open(Clips.channel(just), limits)) {
      assertThat(Clips.rest(reader, 4096)[0]).hasSize(16_000);
    }
  }

  @Test
  void failingStorageIsNoFaultOfTheFile() throws Exception {
    byte[] bytes = Clips.encoded(AudioEncoding.WAV, 1, 44_100, 200_000);
    for (long failsAfter : new long[] {0, 100, 2000, 100_000, 300_000}) {
      BytesFile file = new BytesFile("clip.wav", bytes, failsAfter);
      assertThatThrownBy(
              () -> {
                try (AudioReader reader =
                    AudioReader.open(file.openChannel(), AudioLimits.defaults())) {
                  Clips.rest(reader, 4096);
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessage("Disk on fire");
    }
  }

  @Property(tries = 300)
  void anyBytesAreAValueOrAFault(@ForAll @Size(max = 300) byte[] bytes) throws Exception {
    endsInSamplesOrAFault(bytes);
  }

  @Property(tries = 300)
  void anyCutIsAValueOrAFault(
      @ForAll AudioEncoding encoding, @ForAll @DoubleRange(max = 1) double share) throws Exception {
    byte[] bytes = Clips.encoded(encoding, 2, 48_000, 4800);
    endsInSamplesOrAFault(Arrays.copyOf(bytes, (int) (share * bytes.length)));
  }

  private static void endsInSamplesOrAFault(byte[] bytes) throws IOException {
    try {
      assertThat(Clips.planes(bytes)[0]).isNotEmpty();
    } catch (MalformedInputException e) {
      assertThat(e.fault()).isInstanceOf(AudioFault.class);
      assertThat(e.byteOffset()).isBetween(0L, (long) bytes.length);
      assertThat(e.detail()).isNotBlank();
    }
  }
}
