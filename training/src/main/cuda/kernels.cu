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

// Of a value of each thread the sum or the most, for all of them; in a tree.
__device__ float of_team(float value, bool isSum) {
  __shared__ float values[THREADS];
  float* own = values + threadIdx.x;
  *own = value;
  __syncthreads();
  for (int half = THREADS / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) *own = isSum ? own[0] + own[half] : fmaxf(own[0], own[half]);
    __syncthreads();
  }
  float found = values[0];
  __syncthreads();
  return found;
}

__device__ float sum_of_team(float value) { return of_team(value, true); }
__device__ float most_of_team(float value) { return of_team(value, false); }

// Of each column the sums of so many rows at a time, [parts, columns]; n is parts * columns.
EACH column_sums(const float* x, int rows, int columns, int atOnce, float* sums, i64 n) {
  PLACE;
  int column = at % columns;
  i64 first = at / columns * atOnce;
  double sum = 0;
  for (i64 row = first; row < first + atOnce && row < rows; row++) sum += x[row * columns + column];
  sums[at] = (float)sum;
}

// Fills each plane of so many positions with its column's number of a row; with 0 without one.
EACH repeat_row(const float* row, int columns, int positions, float* y, i64 n) {
  PLACE;
  y[at] = row ? row[(unsigned)at / positions % columns] : 0;
}

// ---- Normalisation, a block for each set of planes: neighbours for a step of 1, else a step apart, those of a channel

#define EPSILON 1e-5f

// Where a number of a set is.
__device__ i64 norm_at(int k, int planes, int step, int positions) {
  unsigned set = blockIdx.x;
  return step == 1 ? (i64)set * planes * positions + k : ((i64)(k / positions) * step + set) * positions + k % positions;
}

__device__ void moments_of(const float* x, int planes, int step, int positions, float* mean, float* scale) {
  int count = planes * positions;
  double part = 0;
  for (int k = threadIdx.x; k < count; k += THREADS) part += x[norm_at(k, planes, step, positions)];
  *mean = sum_of_team((float)part) / count;
  part = 0;
  for (int k = threadIdx.x; k < count; k += THREADS) {
    float far = x[norm_at(k, planes, step, positions)] - *mean;
    part += far * far;
  }
  *scale = 1 / sqrtf(sum_of_team((float)part) / count + EPSILON);
}

// Layer normalisation, whose sets are rows.
TEAM normalise(const float* x, const float* gamma, const float* beta, float* y, int columns) {
  i64 row = (i64)blockIdx.x * columns;
  float mean, scale;
  moments_of(x, 1, 1, columns, &mean, &scale);
  for (int k = threadIdx.x; k < columns; k += THREADS) y[row + k] = (x[row + k] - mean) * scale * gamma[k] + beta[k];
}

// Fills the gradient of x, to which beside is added where there is one, and the terms of gamma's, whose sums over the
// rows are it.
TEAM normalise_back(const float* x, const float* gamma, const float* above, const float* beside, float* ofX,
                    float* ofGamma, int columns) {
  i64 row = (i64)blockIdx.x * columns;
  float mean, scale;
  moments_of(x, 1, 1, columns, &mean, &scale);
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

// With a leaky rectifier, of any sets. Moments are the means of all sets, then their scales.
TEAM norm_forward(const float* x, const float* gamma, const float* beta, int planes, int step, int channels,
                  int positions, float slope, int areGiven, float* moments, float* y) {
  int count = planes * positions;
  float mean = moments[blockIdx.x], scale = moments[gridDim.x + blockIdx.x];
  if (!areGiven) {
    moments_of(x, planes, step, positions, &mean, &scale);
    moments[blockIdx.x] = mean;  // all threads write the same, when all have read
    moments[gridDim.x + blockIdx.x] = scale;
  }
  for (int k = threadIdx.x; k < count; k += THREADS) {
    i64 at = norm_at(k, planes, step, positions);
    int channel = at / positions % channels;
    float v = (x[at] - mean) * scale * gamma[channel] + beta[channel];
    y[at] = v > 0 ? v : slope * v;
  }
}

// Makes the gradient above that of what is rectified, then that of x; and for each plane the terms of gamma's and
// beta's gradients.
TEAM norm_back(const float* x, const float* gamma, const float* beta, int planes, int step, int channels, int positions,
               float slope, int areGiven, const float* moments, float* above, float* ofGamma, float* ofBeta) {
  int count = planes * positions;
  float mean = moments[blockIdx.x], scale = moments[gridDim.x + blockIdx.x];
  double alongMean = 0, alongScale = 0;
  for (int k = 0; k < planes; k++) {
    i64 first = norm_at(k * positions, planes, step, positions);
    int plane = first / positions, channel = plane % channels;
    double part = 0, along = 0;
    for (i64 at = first + threadIdx.x; at < first + positions; at += THREADS) {
      float normal = (x[at] - mean) * scale;
      if (normal * gamma[channel] + beta[channel] <= 0) above[at] *= slope;
      part += above[at];
      along += above[at] * normal;
    }
    ofBeta[plane] = sum_of_team((float)part);
    ofGamma[plane] = sum_of_team((float)along);
    alongMean += gamma[channel] * ofBeta[plane] / count;
    alongScale += gamma[channel] * ofGamma[plane] / count;
  }
  float constant = areGiven ? 0 : (float)alongMean, ofNormal = areGiven ? 0 : (float)alongScale;
  for (int k = threadIdx.x; k < count; k += THREADS) {
    i64 at = norm_at(k, planes, step, positions);
    float normal = (x[at] - mean) * scale;
    above[at] = (above[at] * gamma[at / positions % channels] - constant - normal * ofNormal) * scale;
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
// before it. Across is the gradient of h from the step after; the last step has neither it nor ofCell. An h before it
// that was not kept becomes 0, as it changes no weight.
EACH lstm_backward(float* gates, const float* above, const float* across, const float* keep, int batch,
                   float* hidden, const float* before, const float* cell, float* ofCell, int units, i64 n) {
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
  if (!kept) hidden[at] = 0;
}

// ---- Convolutions. The wide side unfolded has, for each plane of it, a channel of an example, what each element of the
// kernel meets: [kernelH, kernelW, narrowH, narrowW].

#define GEOMETRY                                                                                   \
  int wideH, int wideW, int narrowH, int narrowW, int kernelH, int kernelW, int padH, int padW, \
      int stride, int dilation

EACH conv_unfold(const float* wide, GEOMETRY, float* unfolded, i64 n) {
  PLACE;
  unsigned plane = at;  // enough for every array, and faster to divide than 64 bits
  int w = plane % narrowW, h = (plane /= narrowW) % narrowH;
  int column = w * stride - padW + (int)((plane /= narrowH) % kernelW) * dilation;
  int row = h * stride - padH + (int)((plane /= kernelW) % kernelH) * dilation;
  plane /= kernelH;
  bool isInside = row >= 0 && row < wideH && column >= 0 && column < wideW;
  unfolded[at] = isInside ? wide[((i64)plane * wideH + row) * wideW + column] : 0;
}

// Adds to each number of the wide side all that was unfolded from it.
EACH conv_fold(const float* unfolded, GEOMETRY, float* wide, i64 n) {
  PLACE;
  int column = (unsigned)at % wideW + padW, row = (unsigned)at / wideW % wideH + padH;
  unfolded += at / wideW / wideH * kernelH * kernelW * narrowH * narrowW;
  float sum = 0;
  for (int k = 0; k < kernelH; k++) {
    int down = row - k * dilation;
    if (down < 0 || down % stride != 0 || down / stride >= narrowH) continue;
    for (int l = 0; l < kernelW; l++) {
      int across = column - l * dilation;
      if (across < 0 || across % stride != 0 || across / stride >= narrowW) continue;
      sum += unfolded[((i64)(k * kernelW + l) * narrowH + down / stride) * narrowW + across / stride];
    }
  }
  wide[at] += sum;
}

// The sum of each plane, a block for each.
TEAM conv_sum(const float* x, int positions, float* sums) {
  float part = 0;
  for (int k = threadIdx.x; k < positions; k += THREADS) part += x[(i64)blockIdx.x * positions + k];
  float sum = sum_of_team(part);
  if (threadIdx.x == 0) sums[blockIdx.x] = sum;
}

// Weight norm: w = length * v / |v| of each row, a block for each.
TEAM conv_weights(const float* v, const float* length, int columns, float* w) {
  i64 row = (i64)blockIdx.x * columns;
  float part = 0;
  for (int k = threadIdx.x; k < columns; k += THREADS) part += v[row + k] * v[row + k];
  float scale = length[blockIdx.x] / sqrtf(sum_of_team(part));
  for (int k = threadIdx.x; k < columns; k += THREADS) w[row + k] = scale * v[row + k];
}

TEAM conv_weights_back(const float* v, const float* length, const float* ofW, int columns, float* ofV, float* ofLength) {
  i64 row = (i64)blockIdx.x * columns;
  float part = 0, along = 0;
  for (int k = threadIdx.x; k < columns; k += THREADS) {
    part += v[row + k] * v[row + k];
    along += ofW[row + k] * v[row + k];
  }
  float square = sum_of_team(part), product = sum_of_team(along), norm = sqrtf(square);
  for (int k = threadIdx.x; k < columns; k += THREADS)
    ofV[row + k] = length[blockIdx.x] / norm * (ofW[row + k] - v[row + k] * (product / square));
  if (threadIdx.x == 0) ofLength[blockIdx.x] = product / norm;
}

// ---- Classes

// Which rows of a table each row is the sum of, ones and zeros [rows, columns]: those of its class (without numbers, of
// its own), of that number's bits, of its step and of its step in its bar, and the last one.
EACH class_rows(const float* numbers, int classes, int bits, int steps, int inBar, int columns, float* ones, i64 n) {
  PLACE;
  i64 row = at / columns;
  int part = at % columns, number = numbers ? (int)numbers[row] : (int)row;
  bool has = true;
  if (part < classes) has = part == number;
  else if ((part -= classes) < bits) has = number >> part & 1;
  else if ((part -= bits) < steps) has = part == row % steps;
  else if ((part -= steps) < inBar) has = part == row % steps % inBar;
  ones[at] = has ? 1 : 0;
}

// Cross-entropy of the softmax, a block for each row of logits, which becomes its gradient; labels are a class and a
// weight for each row.
TEAM class_loss(float* logits, const float* labels, int classes, float* nats) {
  float* x = logits + (i64)blockIdx.x * classes;
  float weight = labels[2 * (i64)blockIdx.x + 1];
  int number = weight == 0 ? 0 : (int)labels[2 * (i64)blockIdx.x];
  float ofClass = x[number], part = -INFINITY;
  for (int k = threadIdx.x; k < classes; k += THREADS) part = fmaxf(part, x[k]);
  float most = most_of_team(part);
  part = 0;
  for (int k = threadIdx.x; k < classes; k += THREADS) part += expf(x[k] - most);
  float sum = sum_of_team(part);
  if (threadIdx.x == 0) nats[blockIdx.x] = weight == 0 ? 0 : weight * (logf(sum) - (ofClass - most));
  for (int k = threadIdx.x; k < classes; k += THREADS)
    x[k] = weight == 0 ? 0 : weight * (expf(x[k] - most) / sum - (k == number ? 1 : 0));
}

// ---- Adam, of rows with all parameters of a network

// Adds gradients to what was gathered, or begins with them; the sum takes their place, too.
EACH adam_gather(float* gradient, float weight, int add, float* gathered, i64 n) {
  PLACE;
  gradient[at] = gathered[at] = (add ? gathered[at] : 0) + weight * gradient[at];
}

// The sum of squares of each thread's values, n of them apart.
EACH adam_squares(const float* gradient, i64 count, float* sums, i64 n) {
  PLACE;
  double sum = 0;
  for (i64 k = at; k < count; k += n) sum += (double)gradient[k] * gradient[k];
  sums[at] = (float)sum;
}

EACH adam_step(const float* gradient, float factor, float* means, float* squares, float* weights, float rate,
               float beta1, float beta2, float epsilon, float decay, i64 n) {
  PLACE;
  float g = factor * gradient[at];
  float m = beta1 * means[at] + (1 - beta1) * g;
  float v = beta2 * squares[at] + (1 - beta2) * g * g;
  means[at] = m;
  squares[at] = v;
  weights[at] -= rate * m / (sqrtf(v) + epsilon) + decay * weights[at];
}
