package io.partita.nn.conv;

/**
 * An axis along which a convolution goes from its wide side to its narrow one, and a transposed
 * convolution back: element n of the narrow side meets elements n·stride + k·dilation − padding of
 * the wide side, k from 0 until kernel.
 *
 * <p>With k·dilation = tap·stride + phase this is a convolution of stride 1 of each phase of the
 * wide side: its elements m·stride + phase − padding, zeros outside; n meets m = n + tap.
 *
 * @param wide length of the wide side
 * @param narrow length of the narrow side
 */
record Axis(int wide, int narrow, int kernel, int stride, int padding, int dilation) {
  /** The only axis of length 1 of a convolution along another one. */
  static final Axis NONE = new Axis(1, 1, 1, 1, 0, 1);

  static Axis ofWide(int wide, int kernel, int stride, int padding, int dilation) {
    int narrow = Math.floorDiv(wide + 2 * padding - span(kernel, dilation), stride) + 1;
    return new Axis(wide, narrow, kernel, stride, padding, dilation);
  }

  static Axis ofNarrow(int narrow, int kernel, int stride, int padding, int dilation) {
    int wide = (narrow - 1) * stride + span(kernel, dilation) - 2 * padding;
    return new Axis(wide, narrow, kernel, stride, padding, dilation);
  }

  /** Elements from a kernel's first to its last. */
  static int span(int kernel, int dilation) {
    return (kernel - 1) * dilation + 1;
  }

  private int span() {
    return span(kernel, dilation);
  }

  int phases() {
    return Math.min(span(), stride);
  }

  int taps() {
    return (span() - 1) / stride + 1;
  }

  int tap(int k) {
    return k * dilation / stride;
  }

  int phase(int k) {
    return k * dilation % stride;
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
