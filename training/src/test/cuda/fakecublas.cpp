// What CuBlas.java calls of cuBLAS, by its documented convention: columns one after another.
#include <cstddef>
#include <cstring>

#define API extern "C" int

API cublasCreate_v2(void** handle) { *handle = (void*)2; return 0; }
API cublasGetVersion_v2(void*, int* version) { *version = 120804; return 0; }
static int mode = 0;
API cublasSetMathMode(void*, int of) { mode = of; return of == 0 || of == 3 ? 0 : 7; }

// In TF32 (mode 3) a factor keeps 10 bits of its fraction.
static float factor(float value) {
  unsigned bits;
  memcpy(&bits, &value, 4);
  if (mode == 3) bits &= 0xFFFFE000;
  memcpy(&value, &bits, 4);
  return value;
}

API cublasSgemmStridedBatched(void* handle, int transposeA, int transposeB, int m, int n, int k, const float* alpha,
                              const float* a, int lda, long long strideA, const float* b, int ldb, long long strideB,
                              const float* beta, float* c, int ldc, long long strideC, int count) {
  bool badA = lda < (transposeA ? k : m), badB = ldb < (transposeB ? n : k);
  if (handle != (void*)2 || badA || badB || ldc < m) return 7;
  for (int z = 0; z < count; z++)
    for (int j = 0; j < n; j++)
      for (int i = 0; i < m; i++) {
        float sum = 0;
        for (int q = 0; q < k; q++)
          sum += factor(a[z * strideA + (transposeA ? q + (ptrdiff_t)i * lda : i + (ptrdiff_t)q * lda)]) *
                 factor(b[z * strideB + (transposeB ? j + (ptrdiff_t)q * ldb : q + (ptrdiff_t)j * ldb)]);
        float* to = c + z * strideC + i + (ptrdiff_t)j * ldc;
        *to = *alpha * sum + (*beta == 0 ? 0 : *beta * *to);
      }
  return 0;
}
