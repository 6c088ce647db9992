package io.partita.fuzz;

import io.partita.archive.ArchiveLimits;
import io.partita.archive.Archives;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** The inputs of a run: each follows from the seeds, the run's seed and its index alone. */
final class FuzzInputs {
  private final FuzzSeeds seeds;
  private final Set<FuzzFormat> formats;
  private final long seed;

  FuzzInputs(FuzzSeeds seeds, Set<FuzzFormat> formats, long seed) {
    this.seeds = seeds;
    this.formats = formats;
    this.seed = seed;
  }

  /** Input number {@code index}, from 0. */
  FuzzInput input(long index) {
    long start = new SplittableRandom(seed ^ Long.reverse(index)).nextLong();
    SplittableRandom random = new SplittableRandom(start);
    FuzzFormat format = FuzzFormat.draw(formats, random);
    byte[] bytes =
        switch (format) {
          case MIDI -> midi(random);
          case TAR -> tar(random);
          case TAR_GZ -> random.nextBoolean() ? Archives.gzip(tar(random)) : gzip(format, random);
          case GZIP -> random.nextBoolean() ? Archives.gzip(midi(random)) : gzip(format, random);
          case ZIP -> zip(random);
          case NPZ -> npz(random);
          case HDF5, MP3, FLAC, OGG, WAV, AU, M4A, ECDC, NPY ->
              changed(format, seed(format, random), random);
        };
    boolean low = random.nextBoolean();
    return new FuzzInput(format, bytes, low ? FuzzInput.LOW_LIMITS : ArchiveLimits.defaults());
  }

  private byte[] midi(SplittableRandom random) {
    byte[] bytes = random.nextInt(4) == 0 ? MidiLies.file(random) : seed(FuzzFormat.MIDI, random);
    return changed(FuzzFormat.MIDI, bytes, random);
  }

  private byte[] tar(SplittableRandom random) {
    return random.nextInt(6) == 0
        ? Archives.tar(members(random))
        : changed(FuzzFormat.TAR, seed(FuzzFormat.TAR, random), random);
  }

  private byte[] zip(SplittableRandom random) {
    return random.nextInt(6) == 0
        ? Archives.zip(members(random))
        : changed(FuzzFormat.ZIP, seed(FuzzFormat.ZIP, random), random);
  }

  /** Every other time an intact archive of damaged arrays. */
  private byte[] npz(SplittableRandom random) {
    if (random.nextBoolean()) {
      return changed(FuzzFormat.NPZ, seed(FuzzFormat.NPZ, random), random);
    }
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    for (String name : List.of("codes.npy", "codebooks_sha256.npy")) {
      arrays.put(name, changed(FuzzFormat.NPY, seed(FuzzFormat.NPY, random), random));
    }
    return Archives.zip(arrays);
  }

  private byte[] gzip(FuzzFormat format, SplittableRandom random) {
    return changed(format, seed(format, random), random);
  }

  /** Damaged members for an intact archive. */
  private Map<String, byte[]> members(SplittableRandom random) {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      members.put("song" + i + ".mid", midi(random));
    }
    if (random.nextInt(20) == 0) {
      byte[] hdf5 = changed(FuzzFormat.HDF5, seed(FuzzFormat.HDF5, random), random);
      members.put("track.h5", hdf5);
    }
    return members;
  }

  private byte[] seed(FuzzFormat format, SplittableRandom random) {
    List<byte[]> some = seeds.of(format);
    return some.get(random.nextInt(some.size()));
  }

  private byte[] changed(FuzzFormat format, byte[] bytes, SplittableRandom random) {
    byte[] changed = bytes;
    for (int changes = 1 + random.nextInt(1 + random.nextInt(8)); changes > 0; changes--) {
      changed =
          random.nextInt(5) < 2
              ? Bits.change(changed, seed(format, random), random)
              : lie(format, changed, random);
    }
    return changed;
  }

  private static byte[] lie(FuzzFormat format, byte[] bytes, SplittableRandom random) {
    return switch (format) {
      case MIDI -> MidiLies.change(bytes, random);
      case TAR -> TarLies.change(bytes, random);
      case TAR_GZ, GZIP -> GzipLies.change(bytes, random);
      case ZIP, NPZ -> ZipLies.change(bytes, random);
      case HDF5 -> Hdf5Lies.change(bytes, random);
      case MP3 -> Mp3Lies.change(bytes, random);
      case FLAC -> FlacLies.change(bytes, random);
      case OGG -> OggLies.change(bytes, random);
      case WAV, AU -> PcmLies.change(bytes, random);
      case M4A -> Mp4Lies.change(bytes, random);
      case ECDC -> CodeLies.ecdc(bytes, random);
      case NPY -> CodeLies.npy(bytes, random);
    };
  }
}
