// What CuBlas.java calls of cuBLAS, by its documented convention: columns one after another.
#include <cstddef>

#define API extern "C" int

API cublasCreate_v2(void** handle) { *handle = (void*)2; return 0; }
API cublasGetVersion_v2(void*, int* version) { *version = 120804; return 0; }
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
          sum += a[z * strideA + (transposeA ? q + (ptrdiff_t)i * lda : i + (ptrdiff_t)q * lda)] *
                 b[z * strideB + (transposeB ? j + (ptrdiff_t)q * ldb : q + (ptrdiff_t)j * ldb)];
        float* to = c + z * strideC + i + (ptrdiff_t)j * ldc;
        *to = *alpha * sum + (*beta == 0 ? 0 : *beta * *to);
      }
  return 0;
}
