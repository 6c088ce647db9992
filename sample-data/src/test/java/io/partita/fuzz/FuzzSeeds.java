package io.partita.fuzz;

import io.partita.archive.ArchiveLimits;
import io.partita.archive.Archives;
import io.partita.audio.file.AudioEncoding;
import io.partita.audio.file.AudioWriter;
import io.partita.codec.CodeBooks;
import io.partita.codec.CodecLayout;
import io.partita.codec.CodesFile;
import io.partita.codec.Ecdc;
import io.partita.midi.MidiBytes;
import io.partita.msd.MsdSamples;
import io.partita.numpy.Npy;
import io.partita.numpy.NpyInts;
import io.partita.numpy.Npz;
import io.partita.sample.MsdWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What inputs are made from: files of our own, and real ones where there are any. */
final class FuzzSeeds {
  /** Mutants of larger files would be slow and no odder. */
  private static final int MOST_MIDI_BYTES = 24 << 10;

  /** A second of MP3, or so. */
  private static final int MOST_AUDIO_BYTES = 16 << 10;

  private static final int TAR_PREFIX_BYTES = 96 << 10;

  private static final CodeBooks BOOKS = CodeBooks.of(waves(2 * 8 * 3), 2, 8, 3);

  private final Map<FuzzFormat, List<byte[]>> seeds = new EnumMap<>(FuzzFormat.class);

  private FuzzSeeds() {
    for (FuzzFormat format : FuzzFormat.values()) {
      seeds.put(format, new ArrayList<>());
    }
  }

  /** Files written by our own code, the same each time. */
  static FuzzSeeds generated() throws IOException {
    FuzzSeeds all = new FuzzSeeds();
    all.addMidi();
    all.addHdf5();
    all.addAudio();
    all.addCodes();
    all.addArchives(all.of(FuzzFormat.MIDI), all.of(FuzzFormat.HDF5).get(0));
    return all;
  }

  /**
   * The generated files, and the real ones of a folder.
   *
   * @param data with the folders broken, midi, lakh, msd, hdf5, audio and gtzan and the file
   *     groove.zip, each if it is there
   */
  static FuzzSeeds generatedAnd(Path data) throws IOException {
    FuzzSeeds all = generated();
    List<byte[]> midi = new ArrayList<>();
    for (Path file : files(data, "midi", "broken")) {
      String name = file.toString().toLowerCase(Locale.ROOT);
      if (name.endsWith(".h5")) {
        all.of(FuzzFormat.HDF5).add(Files.readAllBytes(file));
      } else if (name.endsWith(".mp3")) {
        all.of(FuzzFormat.MP3).add(start(file));
      } else if (Files.size(file) <= MOST_MIDI_BYTES) {
        midi.add(Files.readAllBytes(file));
      }
    }
    midi.addAll(groove(data.resolve("groove.zip")));
    for (Path file : files(data, "msd", "hdf5")) {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length > 8 && bytes[8] == 0) { // later superblocks are refused unread
        all.of(FuzzFormat.HDF5).add(bytes);
      }
    }
    all.of(FuzzFormat.MIDI).addAll(midi);
    for (Path file : files(data, "audio", "gtzan")) {
      all.addAudio(file);
    }
    for (int from = 0; from + 8 <= midi.size(); from += 40) {
      all.addArchives(midi.subList(from, from + 8), midi.get(from));
    }
    all.addLakh(data.resolve("lakh/lmd_matched.tar.gz"));
    return all;
  }

  List<byte[]> of(FuzzFormat format) {
    return seeds.get(format);
  }

  /** Reads them all, so that no input of a run is charged for the loading of classes. */
  void warmUp() throws IOException {
    for (FuzzFormat format : FuzzFormat.values()) {
      for (byte[] bytes : of(format)) {
        Pipeline.read(new FuzzInput(format, bytes, ArchiveLimits.defaults()));
      }
    }
  }

  private void addMidi() {
    List<byte[]> midi = of(FuzzFormat.MIDI);
    midi.add(
        MidiBytes.file(1, 2)
            .track("00 ff0304 41424344 00 ff510307a120 00 ff580406032408 60 ff2f00")
            .track("00 c005 00 903c40 20 4040 40 3c00 00 f00301f7 00 803c00 8100 b04000 00 ff2f00")
            .toBytes());
    midi.add(MidiBytes.oneTrack("00 b0407f 00 993c40 30 3c00 00 b04000 00 e00040").toBytes());
    midi.add(MidiBytes.file(2, 2).track("00 903c40 00 ff2f00").track("00 c10700 915040").toBytes());
    midi.add(MidiBytes.file(1, 1, 0xe728).track("00 903c40 28 803c40 00 ff2f00").toBytes());
    for (int number = 0; number < 24; number++) {
      midi.add(MidiLies.file(new SplittableRandom(number)));
    }
  }

  private void addHdf5() throws IOException {
    Path file = Files.createTempFile("partita-fuzz", ".h5");
    try {
      for (int segments : new int[] {0, 1, 30, 90, 120, 200}) {
        MsdWriter.writeTrack(file, MsdSamples.track(segments));
        of(FuzzFormat.HDF5).add(Files.readAllBytes(file));
      }
      for (int rows : new int[] {0, 1, 2, 3, 40, 60}) {
        MsdWriter.writeSummary(file, rows, MsdSamples.songs(rows), written -> {});
        of(FuzzFormat.HDF5).add(Files.readAllBytes(file));
      }
    } finally {
      Files.delete(file);
    }
  }

  /** Half a second of each kind that our own code writes. */
  private void addAudio() throws IOException {
    Path folder = Files.createTempDirectory("partita-fuzz");
    Path file = folder.resolve("clip");
    try {
      for (AudioEncoding encoding : AudioEncoding.values()) {
        for (int channels = encoding == AudioEncoding.VORBIS ? 2 : 1; channels <= 2; channels++) {
          int rate = encoding == AudioEncoding.OPUS ? 48_000 : channels == 2 ? 22_050 : 8_000;
          float[][] planes = new float[channels][rate / 2];
          for (int i = 0; i < rate / 2; i++) {
            planes[0][i] = (float) (0.7 * Math.sin(0.05 * i) * Math.cos(0.0003 * i * i));
            planes[channels - 1][i] += (float) (0.2 * Math.sin(0.31 * i));
          }
          try (AudioWriter writer = AudioWriter.create(file, encoding, rate, channels)) {
            writer.write(planes, rate / 2);
          }
          of(FuzzFormat.ofName("." + audioExtension(encoding.extension())))
              .add(Files.readAllBytes(file));
        }
      }
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /** Codebooks, codes of them and EnCodec's containers of both layouts. */
  private void addCodes() {
    SplittableRandom random = new SplittableRandom(5);
    List<byte[]> npy = of(FuzzFormat.NPY);
    npy.add(books().toNpy().toFloat32());
    npy.add(books().toNpy().toFloat16());
    npy.add(Npy.of(new float[] {1}).toFloat32());
    short[][] codes = codes(2, 30, 8, random);
    byte[] file = new CodesFile(codes, books().sha256()).toBytes();
    of(FuzzFormat.NPZ).add(file);
    for (NpyInts.Type type : NpyInts.Type.values()) {
      NpyInts array = NpyInts.of(codes[0], 3, 10);
      npy.add(array.toBytes(type));
      of(FuzzFormat.NPZ).add(Npz.Writer.deflated().add("codes", array, type).toBytes());
    }
    for (CodecLayout layout : CodecLayout.values()) {
      for (long samples : new long[] {1, 24_000, 100_000}) {
        List<Ecdc.Segment> segments = new ArrayList<>();
        for (int segment = 0; segment < layout.segments(samples); segment++) {
          int frames = layout.frames(samples, segment);
          segments.add(
              new Ecdc.Segment(
                  layout.isScaled() ? 0.5f : 1, codes(2, frames, layout.entries(), random)));
        }
        of(FuzzFormat.ECDC).add(new Ecdc(layout, samples, 2, segments).toBytes());
      }
    }
  }

  /** Two codebooks of eight entries of three numbers. */
  static CodeBooks books() {
    return BOOKS;
  }

  private static float[] waves(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(i);
    }
    return values;
  }

  private static short[][] codes(int stages, int frames, int entries, SplittableRandom random) {
    short[][] codes = new short[stages][frames];
    for (short[] stage : codes) {
      for (int t = 0; t < frames; t++) {
        stage[t] = (short) random.nextInt(entries);
      }
    }
    return codes;
  }

  private void addAudio(Path file) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String extension = audioExtension(name.substring(name.lastIndexOf('.') + 1));
    for (FuzzFormat format : FuzzFormat.values()) {
      if (format.isAudio() && format.extension().equals(extension)) {
        of(format).add(start(file));
      }
    }
  }

  private static String audioExtension(String extension) {
    return switch (extension) {
      case "opus", "oga" -> "ogg";
      case "mp4" -> "m4a";
      case "bit" -> "mp3";
      default -> extension;
    };
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_AUDIO_BYTES);
    }
  }

  /** An archive of each kind with these MIDI files and one other file. */
  private void addArchives(List<byte[]> midi, byte[] other) {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("README.txt", new byte[] {'h', 'i', '\n'});
    for (int i = 0; i < Math.min(6, midi.size()); i++) {
      members.put((i == 3 ? "long/".repeat(30) : "songs/") + "ünï" + i + ".mid", midi.get(i));
    }
    byte[] plain = Archives.tar(members);
    of(FuzzFormat.TAR).add(plain);
    of(FuzzFormat.TAR).add(Archives.tar(members, TarArchiveOutputStream.LONGFILE_GNU));
    of(FuzzFormat.TAR_GZ).add(Archives.gzip(plain));
    of(FuzzFormat.ZIP).add(Archives.zip(members));
    of(FuzzFormat.GZIP).add(Archives.gzip(midi.get(0)));
    Map<String, byte[]> mixed = new LinkedHashMap<>();
    mixed.put("track.h5", other);
    mixed.put("a.mid", midi.get(1));
    of(FuzzFormat.ZIP).add(Archives.zip(mixed));
  }

  private void addLakh(Path archive) throws IOException {
    if (Files.exists(archive)) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
        byte[] start = in.readNBytes(TAR_PREFIX_BYTES);
        of(FuzzFormat.TAR).add(start);
        of(FuzzFormat.TAR_GZ).add(Archives.gzip(start));
      }
    }
  }

  private static List<byte[]> groove(Path archive) throws IOException {
    List<byte[]> midi = new ArrayList<>();
    if (Files.exists(archive)) {
      try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          byte[] bytes = entry.getName().endsWith(".mid") ? zip.readAllBytes() : new byte[0];
          if (bytes.length > 0 && bytes.length <= MOST_MIDI_BYTES && midi.size() < 100) {
            midi.add(bytes);
          }
        }
      }
    }
    return midi;
  }

  private static List<Path> files(Path data, String... folders) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : folders) {
      if (Files.isDirectory(data.resolve(folder))) {
        try (Stream<Path> paths = Files.walk(data.resolve(folder))) {
          paths.filter(Files::isRegularFile).sorted().forEach(files::add);
        }
      }
    }
    return files;
  }
}
