package io.partita.numpy;

import io.partita.MalformedInputException;
import io.partita.audio.Float16;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array of floats in NumPy's file format (NEP 1). Written are version 1.0, little-endian, C
 * order, as {@code numpy.save} does; read are versions 1 to 3, either byte order and either order
 * of axes, float16, float32 and float64.
 */
public final class Npy {
  private final int[] shape;
  private final float[] values;

  private Npy(int[] shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * An array in memory.
   *
   * @param values in C order: the last axis varies fastest
   * @param shape lengths of the axes; their product is the number of values
   */
  public static Npy of(float[] values, int... shape) {
    NpyElements.requireSize(values.length, shape);
    return new Npy(shape.clone(), values.clone());
  }

  /** Log-mel frames as {@code [nMels, nFrames]}, the way vocoders take them. */
  public static Npy ofFrames(float[][] frames, int nMels) {
    float[] values = new float[nMels * frames.length];
    for (int frame = 0; frame < frames.length; frame++) {
      for (int mel = 0; mel < nMels; mel++) {
        values[mel * frames.length + frame] = frames[frame][mel];
      }
    }
    return new Npy(new int[] {nMels, frames.length}, values);
  }

  /**
   * Reads a file. Bytes after the last element are ignored; float64 is rounded to float32.
   *
   * @throws MalformedInputException a {@link NpyFault}
   */
  public static Npy read(byte[] file) throws MalformedInputException {
    NpyHeader header = NpyHeader.read(file);
    int bytesPerValue = bytesPerValue(header);
    int size = NpyElements.size(header, file, bytesPerValue);
    ByteBuffer data = NpyElements.data(header, file);
    int[] shape = header.axes();
    int[] places =
        header.fortranOrder() ? NpyElements.placesOfFortranOrder(size, shape) : new int[0];
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[places.length > 0 ? places[i] : i] =
          switch (bytesPerValue) {
            case 2 -> Float16.toFloat(data.getShort());
            case 4 -> data.getFloat();
            default -> (float) data.getDouble();
          };
    }
    return new Npy(shape, values);
  }

  public int[] shape() {
    return shape.clone();
  }

  /** In C order. */
  public float[] values() {
    return values.clone();
  }

  /**
   * The array {@code [nMels, nFrames]} as frames.
   *
   * @return [nFrames][nMels]
   * @throws IllegalStateException where it has another number of axes
   */
  public float[][] toFrames() {
    if (shape.length != 2) {
      throw new IllegalStateException(
          "Frames come from an array [nMels, nFrames], but its shape is " + Arrays.toString(shape));
    }
    int nFrames = shape[1];
    float[][] frames = new float[nFrames][shape[0]];
    for (int mel = 0; mel < shape[0]; mel++) {
      for (int frame = 0; frame < nFrames; frame++) {
        frames[frame][mel] = values[mel * nFrames + frame];
      }
    }
    return frames;
  }

  /** The file, elements in little-endian float32. */
  public byte[] toFloat32() {
    byte[] header = NpyHeader.write("<f4", shape);
    byte[] file = NpyElements.withRoomForValues(header, values.length, Float.BYTES);
    ByteBuffer elements =
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(header.length);
    for (float value : values) {
      elements.putFloat(value);
    }
    return file;
  }

  /** The file, elements in little-endian float16; rounding as {@link Float16#of}. */
  public byte[] toFloat16() {
    byte[] header = NpyHeader.write("<f2", shape);
    byte[] file = NpyElements.withRoomForValues(header, values.length, Float16.BYTES);
    Float16.toBytes(values, file, header.length);
    return file;
  }

  private static int bytesPerValue(NpyHeader header) throws MalformedInputException {
    return switch (header.type()) {
      case "<f2", ">f2" -> Float16.BYTES;
      case "<f4", ">f4" -> Float.BYTES;
      case "<f8", ">f8" -> Double.BYTES;
      default ->
          throw new MalformedInputException(
              NpyFault.UNSUPPORTED_TYPE,
              0,
              "Elements are of type "
                  + header.type()
                  + "; save the array as float32, float16 or float64");
    };
  }
}
