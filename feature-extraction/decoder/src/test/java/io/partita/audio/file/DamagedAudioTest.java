package io.partita.audio.file;

import static io.partita.FaultAssert.assertThatFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.FaultAssert;
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
    byte[] first = Clips.encoded(AudioEncoding.MP3, 2, 44_100, 8000);
    byte[] second = Clips.encoded(AudioEncoding.MP3, 2, 22_050, 8000);
    ByteArrayOutputStream chained = new ByteArrayOutputStream();
    for (int i = 0; i < 51; i++) {
      chained.writeBytes(first);
      chained.writeBytes(second);
    }
    assertThat(Clips.planes(Arrays.copyOf(chained.toByteArray(), 40 * first.length))).isNotEmpty();
    assertFault(chained.toByteArray(), AudioFault.UNSTABLE_FORMAT, 100);
  }

  @Test
  void whatIsNoAudioIsAFaultWithAnOffset() throws Exception {
    assertFault(new byte[0], AudioFault.EMPTY).is("EMPTY", 0);
    assertFault(
            Clips.ascii("<html><body>Not found</body></html>"),
            AudioFault.NOT_AUDIO,
            "MP3",
            "FLAC",
            "Ogg",
            "WAV",
            "AIFF",
            "AU",
            "MP4")
        .is("NOT_AUDIO", 0);
    assertFault(
            Arrays.copyOf(Clips.ascii("caff\0\1\0\0desc\0\0\0\0\0\0\0\40"), 200),
            AudioFault.UNSUPPORTED_CONTAINER,
            "CAF",
            "MP3",
            "FLAC",
            "Ogg",
            "WAV",
            "AIFF",
            "AU",
            "MP4")
        .is("UNSUPPORTED_CONTAINER", 0);
    assertFault(
        Arrays.copyOf(Clips.encoded(AudioEncoding.FLAC, 1, 8000, 100), 40),
        AudioFault.CORRUPT_HEADER,
        "flac");
    assertFault(
        Clips.wav(0x160, 1, 8000, 16, new byte[100]),
        AudioFault.UNSUPPORTED_CODEC,
        "wmav1",
        "MP3",
        "FLAC",
        "Vorbis",
        "Opus",
        "AAC",
        "ALAC",
        "PCM");
    assertFault(Clips.wav(1, 1, 8000, 16, new byte[0]), AudioFault.NO_SAMPLES, "empty");
    assertFault(Clips.wav(1, 9, 8000, 16, new byte[18 * 100]), AudioFault.TOO_MANY_CHANNELS, 9, 8);
    assertFault(
        Clips.wav(1, 1, 400_000, 16, new byte[100]),
        AudioFault.BAD_SAMPLE_RATE,
        400_000,
        100,
        384_000);
    assertFault(
        Clips.wav(1, 1, 99, 16, new byte[100]), AudioFault.BAD_SAMPLE_RATE, 99, 100, 384_000);
  }

  @Test
  void undecodablePacketsAreAFault() throws Exception {
    byte[] flac = Clips.encoded(AudioEncoding.FLAC, 1, 8000, 8000);
    flac[21] ^= (byte) 0x80; // 8 bits a sample, which no frame has
    assertFault(flac, AudioFault.UNDECODABLE, "flac");
  }

  private static FaultAssert assertFault(byte[] bytes, AudioFault fault, Object... names) {
    return assertThatFault(() -> Clips.planes(bytes))
        .is(fault.name())
        .satisfies(e -> assertThat(e.byteOffset()).isBetween(0L, (long) bytes.length))
        .names(names);
  }

  @Test
  void tooLongIsMeasuredAndNotClaimed() throws Exception {
    byte[] bytes = Clips.encoded(AudioEncoding.FLAC, 1, 8000, 16_001);
    AudioLimits limits = AudioLimits.defaults().withMaxDurationS(2);
    try (AudioReader reader = AudioReader.open(Clips.channel(bytes), limits)) {
      assertThatFault(() -> Clips.rest(reader, 4096)).is("TOO_LONG").names("2 s");
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
