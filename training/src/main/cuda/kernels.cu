// The kernels of Partita's CUDA arithmetic: 32-bit numbers, rows one after another. No atomics, and every sum in an
// order that hangs on sizes alone: two runs give equal bits. ./build makes kernels.ptx of it by nvcc; the tests
// compile it by g++ for a driver on the processor.
#ifndef EACH
#define EACH extern "C" __global__ void  // A thread for each of n values; none waits for another.
#define TEAM extern "C" __global__ void  // The threads of a block make something together.
#endif
#define THREADS 128
#define PLACE                                                \
  i64 at = (i64)blockIdx.x * blockDim.x + threadIdx.x; \
  if (at >= n) return
typedef long long i64;
typedef unsigned long long u64;

// ---- Products of matrices: C(i, j) = scale * sum over q of A(i, q) B(q, j), or that added to C, for each of a batch.
// A(i, q) is a[i * ai + q * aq], B(q, j) is b[q * bq + j * bj], C(i, j) is c[i * ci + j]; from one matrix of the batch
// to the next are an, bn and cn numbers. A block makes TILE x TILE of C; grid (n / TILE, m / TILE, batch).

#define TILE 64
#define DEPTH 16
#define OWN 4  // Rows and columns of a thread, 16 apart.

TEAM product(int m, int n, int k, float scale, const float* a, int ai, int aq, i64 an, const float* b, int bq, int bj,
             i64 bn, int add, float* c, int ci, i64 cn) {
  __shared__ float ofA[DEPTH][TILE + 1];
  __shared__ float ofB[DEPTH][TILE + 1];
  a += blockIdx.z * an;
  b += blockIdx.z * bn;
  c += blockIdx.z * cn;
  int column = threadIdx.x % 16, row = threadIdx.x / 16;
  int top = blockIdx.y * TILE, left = blockIdx.x * TILE;
  float sums[OWN][OWN];
  for (int r = 0; r < OWN; r++)
    for (int s = 0; s < OWN; s++) sums[r][s] = 0;
  for (int from = 0; from < k; from += DEPTH) {
    for (int e = threadIdx.x; e < TILE * DEPTH; e += 256) {
      // Neighbouring threads read neighbouring numbers, whichever way a matrix lies.
      int i = aq == 1 ? e / DEPTH : e % TILE, q = aq == 1 ? e % DEPTH : e / TILE;
      ofA[q][i] = top + i < m && from + q < k ? a[(i64)(top + i) * ai + (i64)(from + q) * aq] : 0;
      int j = bj == 1 ? e % TILE : e / DEPTH, p = bj == 1 ? e / TILE : e % DEPTH;
      ofB[p][j] = left + j < n && from + p < k ? b[(i64)(from + p) * bq + (i64)(left + j) * bj] : 0;
    }
    __syncthreads();
    for (int q = 0; q < DEPTH; q++)
      for (int r = 0; r < OWN; r++)
        for (int s = 0; s < OWN; s++) sums[r][s] += ofA[q][row + 16 * r] * ofB[q][column + 16 * s];
    __syncthreads();
  }
  for (int r = 0; r < OWN; r++)
    for (int s = 0; s < OWN; s++) {
      int i = top + row + 16 * r, j = left + column + 16 * s;
      if (i >= m || j >= n) continue;
      float* to = c + (i64)i * ci + j;
      *to = scale * sums[r][s] + (add ? *to : 0);
    }
}

// ---- Sums

// The sum of a value of each thread, for all of them; in a tree.
__device__ float sum_of_team(float value) {
  __shared__ float values[THREADS];
  values[threadIdx.x] = value;
  __syncthreads();
  for (int half = THREADS / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) values[threadIdx.x] += values[threadIdx.x + half];
    __syncthreads();
  }
  float sum = values[0];
  __syncthreads();
  return sum;
}

__device__ float most_of_team(float value) {
  __shared__ float values[THREADS];
  values[threadIdx.x] = value;
  __syncthreads();
  for (int half = THREADS / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) values[threadIdx.x] = fmaxf(values[threadIdx.x], values[threadIdx.x + half]);
    __syncthreads();
  }
  float most = values[0];
  __syncthreads();
  return most;
}

// Of each column the sums of so many rows at a time, [parts, columns]; n is parts * columns.
EACH column_sums(const float* x, int rows, int columns, int atOnce, float* sums, i64 n) {
  PLACE;
  int column = at % columns;
  i64 first = at / columns * atOnce;
  double sum = 0;
  for (i64 row = first; row < first + atOnce && row < rows; row++) sum += x[row * columns + column];
  sums[at] = (float)sum;
}

// ---- Dense layers

EACH repeat_row(const float* row, int columns, float* y, i64 n) {
  PLACE;
  y[at] = row[at % columns];
}

// ---- Layer normalisation, a block for each row

#define EPSILON 1e-5f

__device__ void moments(const float* x, int columns, float* mean, float* scale) {
  float part = 0;
  for (int k = threadIdx.x; k < columns; k += THREADS) part += x[k];
  *mean = sum_of_team(part) / columns;
  part = 0;
  for (int k = threadIdx.x; k < columns; k += THREADS) part += (x[k] - *mean) * (x[k] - *mean);
  *scale = 1 / sqrtf(sum_of_team(part) / columns + EPSILON);
}

TEAM normalise(const float* x, const float* gamma, const float* beta, float* y, int columns) {
  i64 row = (i64)blockIdx.x * columns;
  float mean, scale;
  moments(x + row, columns, &mean, &scale);
  for (int k = threadIdx.x; k < columns; k += THREADS) y[row + k] = (x[row + k] - mean) * scale * gamma[k] + beta[k];
}

// Fills the gradient of x, to which beside is added where there is one, and the terms of gamma's, whose sums over the
// rows are it.
TEAM normalise_back(const float* x, const float* gamma, const float* above, const float* beside, float* ofX,
                    float* ofGamma, int columns) {
  i64 row = (i64)blockIdx.x * columns;
  float mean, scale;
  moments(x + row, columns, &mean, &scale);
  float part = 0, along = 0;
  for (int k = threadIdx.x; k < columns; k += THREADS) {
    float v = (x[row + k] - mean) * scale;
    part += above[row + k] * gamma[k];
    along += above[row + k] * gamma[k] * v;
    ofGamma[row + k] = above[row + k] * v;
  }
  float ofMean = sum_of_team(part) / columns;
  float ofScale = sum_of_team(along) / columns;
  for (int k = threadIdx.x; k < columns; k += THREADS) {
    float v = (x[row + k] - mean) * scale;
    float slope = (above[row + k] * gamma[k] - ofMean - v * ofScale) * scale;
    ofX[row + k] = slope + (beside ? beside[row + k] : 0);
  }
}

// ---- GELU by tanh

#define GELU_SCALE 0.7978845608f
#define GELU_CUBE 0.044715f

EACH gelu(const float* x, float* y, i64 n) {
  PLACE;
  float v = x[at];
  y[at] = 0.5f * v * (1 + tanhf(GELU_SCALE * v * (1 + GELU_CUBE * v * v)));
}

EACH gelu_back(const float* x, float* gradient, i64 n) {
  PLACE;
  float v = x[at], cube = GELU_CUBE * v * v;
  float t = tanhf(GELU_SCALE * v * (1 + cube));
  gradient[at] *= 0.5f * (1 + t + (1 - t * t) * v * GELU_SCALE * (1 + 3 * cube));
}

// ---- Attention

// Turns q and k of each head to rotary positions, or back for a sign of -1; a thread for each pair of values.
EACH rotate(float* qkv, int steps, int heads, int half, float sign, i64 n) {
  PLACE;
  int i = at % half, head = at / half % (2 * heads);
  i64 row = at / half / (2 * heads);
  float* pair = qkv + row * 6 * heads * half + head * 2 * half + i;
  double angle = (row % steps) * pow(10000.0, -(double)i / half);
  float c = (float)cos(angle), s = sign * (float)sin(angle);
  float x = pair[0], y = pair[half];
  pair[0] = x * c - y * s;
  pair[half] = y * c + x * s;
}

// Makes products of q and k, [heads, sequences, steps, steps], probabilities; a block for each row. The bias, where
// there is one, is [heads, lags]; both is whether a step reads those after it, too.
TEAM softmax(float* square, const float* bias, int sequences, int steps, int lags, int both, float scale) {
  int t = blockIdx.x % steps, head = blockIdx.x / steps / sequences;
  int count = both ? steps : t + 1;
  float* x = square + (i64)blockIdx.x * steps;
  float part = -INFINITY;
  for (int s = threadIdx.x; s < count; s += THREADS) {
    int lag = min(s < t ? t - s : s - t, lags - 1);
    x[s] = scale * x[s] + (bias ? bias[head * lags + lag] : 0);
    part = fmaxf(part, x[s]);
  }
  float most = most_of_team(part);
  part = 0;
  for (int s = threadIdx.x; s < count; s += THREADS) {
    x[s] = expf(x[s] - most);
    part += x[s];
  }
  float share = 1 / sum_of_team(part);
  for (int s = threadIdx.x; s < steps; s += THREADS) x[s] = s < count ? x[s] * share : 0;
}

// From the gradients of probabilities to those of logits, in their place; a block for each row.
TEAM softmax_back(const float* square, float* gradients, int steps, int both) {
  int count = both ? steps : blockIdx.x % steps + 1;
  const float* p = square + (i64)blockIdx.x * steps;
  float* g = gradients + (i64)blockIdx.x * steps;
  float part = 0;
  for (int s = threadIdx.x; s < count; s += THREADS) part += p[s] * g[s];
  float along = sum_of_team(part);
  for (int s = threadIdx.x; s < steps; s += THREADS) g[s] = s < count ? p[s] * (g[s] - along) : 0;
}

// The gradient of the bias; grid (lags, heads). The last lag stands for all beyond it.
TEAM bias_back(const float* gradients, int sequences, int steps, int lags, int both, float* ofBias) {
  int lag = blockIdx.x, head = blockIdx.y;
  int last = lag == lags - 1 ? steps - 1 : lag;
  const float* ofHead = gradients + (i64)head * sequences * steps * steps;
  float part = 0;
  for (int row = threadIdx.x; row < sequences * steps; row += THREADS) {
    int t = row % steps;
    for (int far = lag; far <= last; far++) {
      if (far <= t) part += ofHead[(i64)row * steps + t - far];
      if (both && far > 0 && t + far < steps) part += ofHead[(i64)row * steps + t + far];
    }
  }
  float sum = sum_of_team(part);
  if (threadIdx.x == 0) ofBias[head * lags + lag] = sum;
}

// ---- Dropout, with the lots of io.partita.nn.vertex.Dropout

// Makes y what is left of x, and adds beside where there is one.
EACH drop(const float* x, const float* beside, u64 key, int least, float* y, i64 n) {
  PLACE;
  u64 z = key + 0x9E3779B97F4A7C15ULL * (u64)(at / 4 + 1);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  z ^= z >> 31;
  int lot = (int)(z >> (16 * (at % 4))) & 0xFFFF;
  float left = lot < least ? 0 : x[at] * (65536.0f / (65536 - least));
  y[at] = left + (beside ? beside[at] : 0);
}

// ---- LSTM. Gates i, f, z, o, [rows, 4 units]; keep, where given, is 0 for a sequence that begins again before a step.

__device__ float sigmoid(float x) { return 1 / (1 + expf(-x)); }

// Puts states to zero: all of them, or those of sequences that begin again.
EACH lstm_clear(float* x, const float* keep, int units, i64 n) {
  PLACE;
  if (!keep || keep[at / units] == 0) x[at] = 0;
}

// Rows of zeros, but for a 1 at the class of each; class count is none.
EACH lstm_one_hot(const float* classes, int count, float* x, i64 n) {
  PLACE;
  x[at] = (int)classes[at / count] == at % count;
}

// A step, a thread for each unit of each sequence; across is what the state before adds to the gates.
EACH lstm_forward(float* gates, const float* across, const float* keep, const float* before, float* cell, float* hidden,
                  int units, i64 n) {
  PLACE;
  i64 row = at / units, first = 4 * row * units + at % units;
  bool kept = !keep || keep[row] != 0;
  float gate[4];
  for (int k = 0; k < 4; k++) {
    i64 place = first + k * units;
    float sum = gates[place] + (kept ? across[place] : 0);
    gate[k] = gates[place] = k == 2 ? tanhf(sum) : sigmoid(sum);
  }
  cell[at] = gate[0] * gate[2] + (kept ? gate[1] * before[at] : 0);
  hidden[at] = gate[3] * tanhf(cell[at]);
}

// Back through a step: makes its gates the gradients of what they were before activation, and ofCell that of the cell
// before it. Across is the gradient of h from the step after; the last step has neither it nor ofCell.
EACH lstm_backward(float* gates, const float* above, const float* across, const float* keep, int batch,
                   const float* before, const float* cell, float* ofCell, int units, i64 n) {
  PLACE;
  i64 row = at / units;
  float* gate = gates + 4 * row * units + at % units;
  float i = gate[0], f = gate[units], z = gate[2 * units], o = gate[3 * units], t = tanhf(cell[at]);
  bool kept = !keep || keep[row] != 0;
  float up = above ? above[at] : 0;
  if (across && (!keep || keep[row + batch] != 0)) up += across[at];
  float down = (across ? ofCell[at] : 0) + up * o * (1 - t * t);
  gate[0] = down * z * i * (1 - i);
  gate[units] = kept ? down * before[at] * f * (1 - f) : 0;
  gate[2 * units] = down * i * (1 - z * z);
  gate[3 * units] = up * t * o * (1 - o);
  ofCell[at] = kept ? down * f : 0;
}
