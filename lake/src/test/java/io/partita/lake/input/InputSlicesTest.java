package io.partita.lake.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.input.InputSlice.FileEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InputSlicesTest {
  @Test
  void aSliceEndsWhereItHasItsBytes() {
    assertThat(files(sliced(10, 4, 5, 1, 20, 0, 3)))
        .containsExactly(List.of("0", "1", "2"), List.of("3"), List.of("4", "5"));
    assertThat(sliced(10)).isEmpty();
  }

  @Test
  void aSliceOfManySmallFilesEndsAtTenThousand() {
    assertThat(sliced(1 << 20, new long[20_001]))
        .extracting(slice -> slice.files().size())
        .containsExactly(10_000, 10_000, 1);
  }

  @Test
  void everyFileIsInOneSliceInOrder() {
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 100; run++) {
      long[] sizes = random.longs(random.nextInt(50), 0, 60).toArray();
      List<InputSlice.Files> slices = sliced(1 + random.nextInt(100), sizes);

      assertThat(slices.stream().flatMap(slice -> slice.files().stream()).map(FileEntry::file))
          .containsExactlyElementsOf(
              IntStream.range(0, sizes.length).mapToObj(String::valueOf).toList());
      assertThat(slices)
          .allSatisfy(
              slice ->
                  assertThat(slice.files().get(0).file())
                      .isEqualTo(String.valueOf(slice.firstOrdinal())));
    }
  }

  private static List<List<String>> files(List<InputSlice.Files> slices) {
    return slices.stream()
        .map(slice -> slice.files().stream().map(FileEntry::file).toList())
        .toList();
  }

  /** Files that are called by their numbers. */
  private static List<InputSlice.Files> sliced(long sliceBytes, long... sizes) {
    List<FileEntry> files = new ArrayList<>();
    LongStream.of(sizes)
        .forEach(
            size -> {
              String name = String.valueOf(files.size());
              files.add(new FileEntry(name, name, size, "", null));
            });
    List<InputSlice> slices = new ArrayList<>();
    new InputSlices(sliceBytes, slices).folder(0, files);
    return slices.stream().map(InputSlice.Files.class::cast).toList();
  }
}
