package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.BROKEN_PICKLE;

import io.partita.MalformedInputException;
import io.partita.kind.hosted.file.Pickled.Tensor;

/** Which numbers of its storage a tensor shows. */
final class TensorPlaces {
  private TensorPlaces() {}

  /**
   * By their places in the storage, in C order of the tensor's axes.
   *
   * @param there numbers of the storage
   * @param name of the tensor, for the message
   * @param byteOffset of the pickle
   * @param count of the tensor's numbers
   * @throws MalformedInputException BROKEN_PICKLE where one of them is not there
   */
  static int[] of(Tensor tensor, long there, String name, long byteOffset, int count)
      throws MalformedInputException {
    if (count == 0) {
      return new int[0];
    }
    long[] strides = strides(tensor);
    requireWithin(tensor, strides, there, name, byteOffset);
    int[] shape = tensor.shape().stream().mapToInt(Long::intValue).toArray();
    int[] places = new int[count];
    int[] at = new int[shape.length];
    for (int i = 0; i < count; i++) {
      long place = tensor.offset();
      for (int axis = 0; axis < at.length; axis++) {
        place += at[axis] * strides[axis];
      }
      places[i] = (int) place;
      for (int axis = at.length - 1; axis >= 0 && ++at[axis] == shape[axis]; axis--) {
        at[axis] = 0;
      }
    }
    return places;
  }

  /** As the pickle says, or those of an array in C order. */
  private static long[] strides(Tensor tensor) {
    if (!tensor.strides().isEmpty()) {
      return tensor.strides().stream().mapToLong(Long::longValue).toArray();
    }
    long[] strides = new long[tensor.shape().size()];
    long stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= tensor.shape().get(axis);
    }
    return strides;
  }

  private static void requireWithin(
      Tensor tensor, long[] strides, long there, String name, long byteOffset)
      throws MalformedInputException {
    boolean isWithin = tensor.offset() >= 0 && tensor.offset() < there;
    long last = tensor.offset();
    for (int axis = 0; isWithin && axis < strides.length; axis++) {
      long steps = tensor.shape().get(axis) - 1;
      // The stride of an axis of one, along which there is no step, may be anything.
      isWithin = steps >= 0 && strides[axis] >= 0 && (steps == 0 || strides[axis] < there);
      last += isWithin ? steps * strides[axis] : 0;
      isWithin &= last >= 0 && last < there;
    }
    if (!isWithin) {
      throw new MalformedInputException(
          BROKEN_PICKLE,
          byteOffset,
          "The tensor %s goes beyond the %d numbers that its file has".formatted(name, there));
    }
  }
}
