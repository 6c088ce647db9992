package io.partita.nn.conv;

/**
 * An axis along which a convolution goes from its wide side to its narrow one, and a transposed
 * convolution back: element n of the narrow side meets elements n·stride + k − padding of the wide
 * side, k from 0 until kernel.
 *
 * <p>With k = tap·stride + phase this is a convolution of stride 1 of each phase of the wide side:
 * its elements m·stride + phase − padding, zeros outside; n meets m = n + tap.
 *
 * @param wide length of the wide side
 * @param narrow length of the narrow side
 */
record Axis(int wide, int narrow, int kernel, int stride, int padding) {
  /** The only axis of length 1 of a convolution along another one. */
  static final Axis NONE = new Axis(1, 1, 1, 1, 0);

  static Axis ofWide(int wide, int kernel, int stride, int padding) {
    return new Axis(
        wide, Math.floorDiv(wide + 2 * padding - kernel, stride) + 1, kernel, stride, padding);
  }

  static Axis ofNarrow(int narrow, int kernel, int stride, int padding) {
    return new Axis((narrow - 1) * stride + kernel - 2 * padding, narrow, kernel, stride, padding);
  }

  int phases() {
    return Math.min(kernel, stride);
  }

  int taps() {
    return (kernel - 1) / stride + 1;
  }

  /** Elements of a phase that the narrow side meets, those outside included. */
  int length() {
    return narrow + taps() - 1;
  }

  /** Where an element of a phase is on the wide side; -1 outside. */
  int place(int element, int phase) {
    int place = element * stride + phase - padding;
    return place < wide ? Math.max(-1, place) : -1;
  }
}
