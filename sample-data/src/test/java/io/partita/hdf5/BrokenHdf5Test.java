package io.partita.hdf5;

import static io.partita.FaultAssert.assertThatFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partita.MalformedInputException;
import io.partita.SharedData;
import io.partita.archive.LocalFile;
import io.partita.msd.MsdSamples;
import io.partita.msd.MsdSummaryReader;
import io.partita.msd.MsdTrack;
import io.partita.msd.MsdTrackReader;
import io.partita.sample.MsdWriter;
import io.partita.sample.MsdWriterTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenHdf5Test {
  @TempDir static Path folder;
  private static byte[] track;
  private static byte[] summary;

  @BeforeAll
  static void writeFiles() throws IOException {
    Path trackFile = folder.resolve("track.h5");
    MsdWriter.writeTrack(trackFile, MsdSamples.track(120));
    track = Files.readAllBytes(trackFile);
    Path summaryFile = folder.resolve("summary.h5");
    MsdWriter.writeSummary(summaryFile, 60, MsdSamples.songs(60), rows -> {});
    summary = Files.readAllBytes(summaryFile);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "html.h5                   | NOT_HDF5               | 0",
        "sig_only.h5               | TRUNCATED              | 8",
        "trunc_4k.h5               | TRUNCATED              | 4096",
        "trunc_half.h5             | TRUNCATED              | 145487",
        "eof_address_lie.h5        | TRUNCATED              | 290974",
        "bad_superblock_version.h5 | UNSUPPORTED_SUPERBLOCK | 8",
        "corrupt_chunk.h5          | CORRUPT_CHUNK          | 214132",
      })
  void namesTheDefectOfABrokenFile(String name, Hdf5Fault fault, long byteOffset) {
    Path file = SharedData.file("data/broken/" + name);
    MalformedInputException thrown =
        catchThrowableOfType(
            MalformedInputException.class, () -> MsdTrackReader.read(new LocalFile(file)));
    assertThat(thrown.fault()).isEqualTo(fault);
    assertThat(thrown.byteOffset()).isEqualTo(byteOffset);
  }

  @Test
  void readsTheTablesOfAFileWhoseDamageLiesElsewhere() throws Exception {
    Path file = SharedData.file("data/broken/corrupt_chunk.h5");
    try (MsdSummaryReader reader = MsdSummaryReader.open(new LocalFile(file))) {
      assertThat(MsdWriterTest.songs(reader.songs())).hasSize(1);
    }
  }

  @Test
  void readsAFileBehindAUserBlock() throws Exception {
    Path plain = SharedData.file("data/msd/data/C/S/G/TRCSGHT128F5794610.h5");
    Path behind = SharedData.file("data/broken/userblock_512.h5");
    assertThat(MsdTrackReader.read(new LocalFile(behind)))
        .isEqualTo(MsdTrackReader.read(new LocalFile(plain)));
  }

  @Test
  void readsAFileBehindAUserBlockThatItsBaseAddressKnows() throws Exception {
    ByteBuffer moved = ByteBuffer.allocate(2_048 + track.length).order(ByteOrder.LITTLE_ENDIAN);
    moved.put(2_048, track);
    moved.putLong(2_048 + 24, 2_048); // base address
    moved.putLong(2_048 + 40, 2_048 + moved.getLong(2_048 + 40)); // end of file
    assertThat(MsdTrackReader.read(bytes(moved))).isEqualTo(MsdSamples.track(120));
  }

  @Test
  void saysWhatAFileLooksLike() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(track);
    }
    assertNotHdf5(new byte[0], "empty");
    assertNotHdf5(zipped.toByteArray(), "gzip");
    assertNotHdf5("\n<!DOCTYPE html>…".getBytes(StandardCharsets.UTF_8), "HTML");
    assertNotHdf5("MThd\0\0\0\6".getBytes(StandardCharsets.ISO_8859_1), "8 bytes", "\"MThd....\"");
  }

  @Test
  void saysThatASummaryIsNoTrack() {
    assertThatFault(() -> MsdTrackReader.read(summary))
        .is("BAD_TABLE")
        .names(60, "/analysis/songs");
  }

  @Test
  void refusesAnArrayThatInflatesBeyondReason() throws Exception {
    MsdTrack usual = MsdSamples.track(0);
    MsdTrack bomb =
        new MsdTrack(
            usual.song(),
            usual.segments(),
            usual.bars(),
            usual.beats(),
            usual.tatums(),
            usual.sections(),
            Collections.nCopies(70_000, new MsdTrack.ArtistTerm("", 0, 0)),
            List.of(),
            List.of());
    Path file = folder.resolve("bomb.h5");
    MsdWriter.writeTrack(file, bomb);
    assertThatFault(() -> MsdTrackReader.read(new LocalFile(file)))
        .is("BAD_TABLE")
        .names("16,777,216", "/metadata/artist_terms", "17,920,000");
  }

  @Test
  void refusesAnIndexThatLeadsBackToItself() {
    // The B-tree node of a dataset's chunks becomes an inner node whose child is itself.
    byte[] cyclic = track.clone();
    ByteBuffer file = ByteBuffer.wrap(cyclic).order(ByteOrder.LITTLE_ENDIAN);
    int changed = 0;
    for (int at = 0; at < cyclic.length - 64; at++) {
      boolean chunkIndex =
          file.getInt(at) == 0x45455254 && cyclic[at + 4] == 1 && cyclic[at + 5] == 0;
      if (chunkIndex) {
        cyclic[at + 5] = 1;
        int keyBytes = 4 + 4 + 2 * 8;
        file.putLong(at + 24 + keyBytes, at);
        changed++;
      }
    }
    assertThat(changed).isEqualTo(24);
    assertThatFault(() -> MsdTrackReader.read(cyclic)).is("CORRUPT_STRUCTURE").names("itself");
  }

  @Test
  void refusesAGroupIndexThatLeadsBackToItself() {
    byte[] cyclic = track.clone();
    ByteBuffer file = ByteBuffer.wrap(cyclic).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < cyclic.length - 64; at++) {
      boolean groupIndex =
          file.getInt(at) == 0x45455254 && cyclic[at + 4] == 0 && cyclic[at + 5] == 0;
      if (groupIndex) {
        cyclic[at + 5] = 1;
        file.putLong(at + 24 + 8, at);
      }
    }
    assertThatFault(() -> MsdTrackReader.read(cyclic)).is("CORRUPT_STRUCTURE").names("itself");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void endsInATrackOrAFaultWhateverBytesChange(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      byte[] mutant = mutant(track, random);
      try {
        assertThat(MsdTrackReader.read(mutant).song()).isNotNull();
      } catch (MalformedInputException e) {
        assertThat(e.fault()).isInstanceOf(Hdf5Fault.class);
        assertThat(e.byteOffset()).isBetween(0L, (long) mutant.length);
        assertThat(e.detail()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 12, 13, 14})
  void endsInSongsOrAFaultWhateverBytesChange(int seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 250; i++) {
      byte[] mutant = mutant(summary, random);
      try (MsdSummaryReader reader =
          MsdSummaryReader.open(Hdf5File.open(new SeekableInMemoryByteChannel(mutant)))) {
        assertThat(MsdWriterTest.songs(reader.songs())).hasSize(reader.rows());
      } catch (MalformedInputException e) {
        assertThat(e.fault()).isInstanceOf(Hdf5Fault.class);
      }
    }
  }

  /** Half of the changes hit the structures at the file's beginning, and numbers become extreme. */
  private static byte[] mutant(byte[] file, Random random) {
    byte[] mutant = file.clone();
    for (int change = random.nextInt(1, 8); change > 0; change--) {
      int reach = random.nextBoolean() ? mutant.length : Math.min(mutant.length, 12_000);
      int at = random.nextInt(reach);
      switch (random.nextInt(5)) {
        case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutant[at] = (byte) random.nextInt(256);
        case 2 -> mutant[at] = (byte) 0xFF;
        case 3 -> {
          for (int i = at & ~7; i < Math.min(mutant.length, (at & ~7) + 8); i++) {
            mutant[i] = (byte) (random.nextBoolean() ? 0xFF : 0x7F);
          }
        }
        default -> {
          int from = random.nextInt(mutant.length);
          int length = Math.min(64, mutant.length - Math.max(from, at));
          System.arraycopy(mutant, from, mutant, at, length);
        }
      }
    }
    return random.nextInt(10) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return bytes;
  }

  private static void assertNotHdf5(byte[] file, Object... names) {
    assertThatFault(() -> MsdTrackReader.read(file)).is("NOT_HDF5", 0).names(names);
  }
}
