package io.partita.nn.device.cuda;

/** By our own kernel: half as fast as cuBLAS on what a network multiplies. */
record TiledProducts(Cuda cuda) implements Products {
  private static final int TILE = 64;
  private static final int THREADS = 256;

  @Override
  public void multiply(float scale, Matrix a, Matrix b, boolean add, Matrix c) {
    cuda.launch(
        "product",
        (c.columns() + TILE - 1) / TILE,
        (c.rows() + TILE - 1) / TILE,
        c.count(),
        THREADS,
        c.rows(),
        c.columns(),
        a.columns(),
        scale,
        a.at(),
        a.transposed() ? 1 : a.step(),
        a.transposed() ? a.step() : 1,
        a.next(),
        b.at(),
        b.transposed() ? 1 : b.step(),
        b.transposed() ? b.step() : 1,
        b.next(),
        add ? 1 : 0,
        c.at(),
        c.step(),
        c.next());
  }
}
