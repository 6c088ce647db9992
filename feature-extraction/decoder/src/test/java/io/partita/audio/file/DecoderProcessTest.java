package io.partita.audio.file;

import static io.partita.FaultAssert.assertThatFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.FaultAssert;
import io.partita.MalformedInputException;
import io.partita.audio.AudioFault;
import io.partita.process.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file may do to its decoder, and how the next file fares. */
class DecoderProcessTest {
  private static final int KILLS = Integer.getInteger("decoder.kills", 8);

  @ParameterizedTest
  @CsvSource({
    "loop, 300, DECODER_TIMEOUT, processor",
    "hang, 8, DECODER_TIMEOUT, 8 s",
    "allocate 8, 300, DECODER_CRASHED, 900 MiB",
    "crash, 300, DECODER_CRASHED, SIGSEGV",
    "exit 3, 300, DECODER_CRASHED, exit status 3",
    "exit 137, 300, DECODER_CRASHED, SIGKILL"
  })
  void aFaultOfTheDecoderIsOneOfTheFileAndTheNextOneGoesOn(
      String fault, int silenceS, AudioFault expected, String named) throws Exception {
    byte[] good = Clips.encoded(AudioEncoding.FLAC, 1, 22_050, 5_000);
    float[] samples = Clips.planes(good)[0];
    try (PlantedDecoder planted = PlantedDecoder.use(900, 4, silenceS)) {
      assertThat(Clips.planes(good)[0]).isEqualTo(samples);
      FaultAssert thrown = assertThatFault(() -> Clips.planes(PlantedDecoder.file(fault)));
      thrown.is(expected.name()).names(named, "1,000 bytes");
      assertThat(Clips.planes(good)[0]).isEqualTo(samples);
    }
  }

  @Test
  void aDecoderReachesNothing() throws Exception {
    assumeTrue(Sandbox.missing().isEmpty(), "No sandbox: install Debian's package bubblewrap");
    try (PlantedDecoder planted = PlantedDecoder.use(900, 20, 60);
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      byte[] file = PlantedDecoder.file("escape " + server.getLocalPort());
      assertThatFault(() -> Clips.planes(file))
          .is("DECODER_CRASHED")
          .names("exit status 1", "it []");
    }
  }

  @Test
  void decodersAreKeptForTheNextFile() throws Exception {
    byte[] good = Clips.encoded(AudioEncoding.FLAC, 1, 22_050, 5_000);
    Clips.planes(good);
    List<Long> before = pids();
    for (int i = 0; i < 5; i++) {
      Clips.planes(good);
    }
    assertThat(pids()).isEqualTo(before);
  }

  @Test
  void decodersThatWerePreparedAreUsedAndNoOthersStarted() throws Exception {
    byte[] good = Clips.encoded(AudioEncoding.FLAC, 1, 22_050, 5_000);
    DecoderProcess.use(null);
    DecoderProcess.prepare(1);
    Clips.planes(good);
    Clips.planes(good);
    assertThat(pids()).hasSize(1);
  }

  @Test
  void aFileThatIsLeftEarlyLeavesADecoderThatIsOfUse() throws Exception {
    byte[] good = Clips.encoded(AudioEncoding.FLAC, 2, 44_100, 1_000_000);
    float[][] whole = Clips.planes(good);
    List<Long> before = pids();
    for (int i = 0; i < 3; i++) {
      try (AudioReader reader = Clips.open(good)) {
        float[][] some = new float[2][1 + 50_000 * i];
        assertThat(reader.read(some)).isEqualTo(some[0].length);
        assertThat(some[1]).startsWith(Arrays.copyOf(whole[1], 1));
      }
    }
    assertThat(Clips.planes(good)).isDeepEqualTo(whole);
    assertThat(pids()).isEqualTo(before);
  }

  private static List<Long> pids() {
    return PlantedDecoder.processes().stream().map(ProcessHandle::pid).sorted().toList();
  }

  @Test
  void aFailureOfTheChannelIsThrownAsItIs() throws Exception {
    byte[] good = Clips.encoded(AudioEncoding.FLAC, 1, 44_100, 500_000);
    IOException lost = new IOException("the disk is gone");
    try (SeekableByteChannel file = new FailingAfter(good, 100_000, lost);
        AudioReader reader = AudioReader.open(file, AudioLimits.defaults())) {
      assertThatThrownBy(() -> Clips.rest(reader, 8192)).isSameAs(lost);
    }
    assertThat(Clips.planes(good)[0]).hasSize(500_000);
  }

  private static final class FailingAfter extends SeekableInMemoryByteChannel {
    private final long after;
    private final IOException failure;

    FailingAfter(byte[] bytes, long after, IOException failure) {
      super(bytes);
      this.after = after;
      this.failure = failure;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      if (position() > after) {
        throw failure;
      }
      return super.read(into);
    }
  }

  @Test
  void killsAreRowsOfTheirFilesAndOfNoOthers() throws Exception {
    byte[] good = Clips.encoded(AudioEncoding.MP3, 2, 44_100, 100_000);
    float[][] whole = Clips.planes(good);
    Killer killer = new Killer(startMs(good));
    killer.start();
    int crashed = 0;
    for (boolean isLast = false; !isLast; ) {
      isLast = !killer.isAlive(); // its last kill may be one of the next file, too
      try {
        assertThat(Clips.planes(good)).isDeepEqualTo(whole);
      } catch (MalformedInputException e) {
        assertThat(e.fault()).isEqualTo(AudioFault.DECODER_CRASHED);
        assertThat(e.detail()).contains("SIGKILL");
        crashed++;
      }
    }
    killer.join();
    assertThat(crashed).isBetween(1, KILLS);
    assertThat(Clips.planes(good)).isDeepEqualTo(whole);
  }

  @Test
  void whatKillsAnIdleDecoderIsNoFaultOfTheNextFile() throws Exception {
    byte[] good = Clips.encoded(AudioEncoding.FLAC, 1, 22_050, 5_000);
    float[][] whole = Clips.planes(good);
    for (int i = 0; i < 5; i++) {
      PlantedDecoder.processes().forEach(ProcessHandle::destroyForcibly);
      assertThat(Clips.planes(good)).isDeepEqualTo(whole);
    }
  }

  /** How long a file takes that needs a new decoder. */
  private static int startMs(byte[] file) throws Exception {
    PlantedDecoder.processes().forEach(ProcessHandle::destroyForcibly);
    Thread.sleep(500);
    long begin = System.nanoTime();
    Clips.planes(file);
    return (int) ((System.nanoTime() - begin) / 1_000_000);
  }

  /** Ends decoders at random moments, which are further apart than a start takes. */
  private static final class Killer extends Thread {
    private final int startMs;

    Killer(int startMs) {
      super("killer");
      this.startMs = startMs;
      setDaemon(true);
    }

    @Override
    public void run() {
      SplittableRandom random = new SplittableRandom(1);
      for (int kills = 0; kills < KILLS; ) {
        try {
          Thread.sleep(random.nextInt(startMs, 4 * startMs));
        } catch (InterruptedException e) {
          return;
        }
        List<ProcessHandle> decoders = PlantedDecoder.processes();
        if (!decoders.isEmpty() && decoders.get(0).destroyForcibly()) {
          kills++;
        }
      }
    }
  }
}
