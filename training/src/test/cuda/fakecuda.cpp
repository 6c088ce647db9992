// NVIDIA's driver API, as far as Driver.java calls it, on the processor: kernels.cu compiled by g++. A thread of a
// block is a fiber, which gives way to the next one at a barrier; they run up, down or shuffled. New memory is NaN, and
// what is written behind it is found when it is freed or the device waited for. KERNELS lists the kernels:
// KERNEL(name, 1 where its threads wait for each other).
#include <setjmp.h>
#include <ucontext.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <utility>
#include <vector>

#define __global__
#define __device__
#define __shared__ static
using std::max;
using std::min;
struct Three {
  unsigned x, y, z;
};
static Three blockIdx, threadIdx, blockDim, gridDim;
static void __syncthreads();
#include "kernels.cu"

namespace {

enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, NOT_FOUND = 500, LAUNCH_FAILED = 719 };

const size_t FENCE = 256, STACK = 256 << 10;

struct Kernel {
  const char* name;
  bool team;
  void (*run)(void**);
};

template <class... A, size_t... I>
void apply(void (*f)(A...), void** values, std::index_sequence<I...>) {
  f(*(A*)values[I]...);
}
template <class... A>
void apply(void (*f)(A...), void** values) {
  apply(f, values, std::index_sequence_for<A...>());
}
#define KERNEL(NAME, TEAM) {#NAME, TEAM, [](void** values) { apply(NAME, values); }},
const Kernel kernels[] = {KERNELS};

std::map<char*, size_t> memory;
size_t capacity = 1 << 30, used = 0;
int order = 0;                          // 0 up, 1 down, 2 shuffled
std::map<std::string, std::pair<int, int>> faults;  // by function: an error, and the calls before it
std::map<std::string, int> calls;                   // of those that may fail
std::mt19937 dice(1);
std::mutex gate;

// ---- Fibers

struct Fiber {
  ucontext_t start;
  jmp_buf place;
  bool begun, ended;
  std::vector<char> stack;
};
std::vector<Fiber> fibers(1024);
jmp_buf back;
int current = -1;
const Kernel* running;
void** arguments;

void giveWay() {
  if (_setjmp(fibers[current].place) == 0) _longjmp(back, 1);
}

// A fiber is begun once and takes one thread of every block.
void work() {
  for (;;) {
    running->run(arguments);
    fibers[current].ended = true;
    giveWay();
  }
}

void goOn(Fiber& fiber) {
  if (_setjmp(back) != 0) return;
  if (fiber.begun) _longjmp(fiber.place, 1);
  fiber.begun = true;
  fiber.stack.resize(STACK);
  getcontext(&fiber.start);
  fiber.start.uc_stack.ss_sp = fiber.stack.data();
  fiber.start.uc_stack.ss_size = STACK;
  fiber.start.uc_link = nullptr;
  makecontext(&fiber.start, work, 0);
  setcontext(&fiber.start);
}

std::vector<int> sequence(int count) {
  std::vector<int> places(count);
  for (int k = 0; k < count; k++) places[k] = order == 1 ? count - 1 - k : k;
  if (order == 2) std::shuffle(places.begin(), places.end(), dice);
  return places;
}

int complain(const char* what) {
  fprintf(stderr, "fake driver: %s of %s\n", what, running ? running->name : "the host");
  return LAUNCH_FAILED;
}

int runBlock() {
  int count = blockDim.x;
  if (!running->team) {
    for (int k : sequence(count)) {
      threadIdx = {(unsigned)k, 0, 0};
      running->run(arguments);
    }
    return SUCCESS;
  }
  for (int k = 0; k < count; k++) fibers[k].ended = false;
  for (;;) {
    int ended = 0;
    for (int k : sequence(count)) {
      current = k;
      threadIdx = {(unsigned)k, 0, 0};
      goOn(fibers[k]);
      ended += fibers[k].ended;
    }
    current = -1;
    if (ended == count) return SUCCESS;
    if (ended != 0) {  // those that still wait would wait for ever; their fibers cannot be used again
      for (Fiber& fiber : fibers) fiber.begun = false;
      return complain("a barrier that not all threads reach");
    }
  }
}

// Different behind each allocation, so that a copy from behind one to behind another shows.
char fence(char* at, size_t k) { return 0xC0 ^ (((size_t)at >> 4) * 7 + k * 11); }

bool isIntact(char* at, size_t bytes) {
  for (size_t k = 0; k < FENCE; k++)
    if (at[bytes + k] != fence(at, k)) return false;
  return true;
}

int intact() {
  for (auto& [at, bytes] : memory)
    if (!isIntact(at, bytes)) return complain("a write behind the end");
  return SUCCESS;
}

int fault(const char* function) {
  calls[function]++;
  auto found = faults.find(function);
  if (found == faults.end() || found->second.second-- > 0) return SUCCESS;
  return found->second.first;
}

const std::map<int, const char*> NAMES = {
    {0, "CUDA_SUCCESS"},          {1, "CUDA_ERROR_INVALID_VALUE"},      {2, "CUDA_ERROR_OUT_OF_MEMORY"},
    {100, "CUDA_ERROR_NO_DEVICE"}, {101, "CUDA_ERROR_INVALID_DEVICE"},   {214, "CUDA_ERROR_ECC_UNCORRECTABLE"},
    {218, "CUDA_ERROR_INVALID_PTX"}, {222, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"},
    {500, "CUDA_ERROR_NOT_FOUND"}, {719, "CUDA_ERROR_LAUNCH_FAILED"}};

}  // namespace

static void __syncthreads() {
  if (current < 0) {
    complain("a barrier in a kernel whose threads are said not to wait");
    abort();
  }
  giveWay();
}

#define API extern "C" int
// Its GPUs have fibers in common: one thread at a time.
#define ALONE std::lock_guard<std::mutex> alone(gate)
#define MAY_FAIL \
  ALONE;         \
  if (int error = fault(__func__)) return error

// ---- What tests set

extern "C" void fakeOrder(int of) { order = of; }
extern "C" void fakeCapacity(size_t bytes) { capacity = bytes; }
extern "C" size_t fakeUsed() { return used; }
extern "C" int fakeCalls(const char* function) { return calls[function]; }
extern "C" void fakeFault(const char* function, int error, int callsBefore) {
  calls[function] = 0;
  if (error == 0)
    faults.erase(function);
  else
    faults[function] = {error, callsBefore};
}

// ---- The driver

API cuInit(unsigned) { MAY_FAIL; return SUCCESS; }
API cuDriverGetVersion(int* version) { *version = 12080; return SUCCESS; }
API cuDeviceGetCount(int* count) { MAY_FAIL; *count = 2; return SUCCESS; }
API cuDeviceGet(int* device, int ordinal) { *device = ordinal; return ordinal >= 0 && ordinal < 2 ? SUCCESS : 101; }
API cuDeviceGetName(char* name, int room, int device) { snprintf(name, room, "Fake %d", device); return SUCCESS; }
API cuDeviceGetAttribute(int* value, int attribute, int) {
  *value = attribute == 75 ? 9 : attribute == 76 ? 0 : -1;
  return SUCCESS;
}
API cuDeviceTotalMem_v2(size_t* bytes, int) { *bytes = capacity; return SUCCESS; }
API cuDevicePrimaryCtxRetain(void** context, int device) { MAY_FAIL; *context = (void*)(1L + device); return SUCCESS; }
API cuCtxSetCurrent(void*) { return SUCCESS; }
API cuCtxSynchronize() { MAY_FAIL; return intact(); }
API cuModuleLoadData(void** module, const void*) { MAY_FAIL; *module = (void*)1; return SUCCESS; }
API cuModuleGetFunction(const Kernel** function, void*, const char* name) {
  for (const Kernel& kernel : kernels)
    if (strcmp(kernel.name, name) == 0) {
      *function = &kernel;
      return SUCCESS;
    }
  return NOT_FOUND;
}
API cuMemAlloc_v2(char** to, size_t bytes) {
  MAY_FAIL;
  if (bytes == 0) return INVALID_VALUE;
  if (used + bytes > capacity) return OUT_OF_MEMORY;
  char* at = (char*)malloc(bytes + FENCE);
  memset(at, 0xFF, bytes);
  for (size_t k = 0; k < FENCE; k++) at[bytes + k] = fence(at, k);
  memory[at] = bytes;
  used += bytes;
  *to = at;
  return SUCCESS;
}
API cuMemFree_v2(char* at) {
  ALONE;
  auto found = memory.find(at);
  if (found == memory.end()) return INVALID_VALUE;
  running = nullptr;
  int state = isIntact(at, found->second) ? SUCCESS : complain("a write behind the end");
  used -= found->second;
  memory.erase(found);
  free(at);
  return state;
}
API cuMemHostAlloc(void** to, size_t bytes, unsigned) { MAY_FAIL; *to = malloc(bytes); return SUCCESS; }
API cuMemcpyHtoD_v2(void* to, const void* from, size_t bytes) { MAY_FAIL; memcpy(to, from, bytes); return SUCCESS; }
API cuMemcpyDtoH_v2(void* to, const void* from, size_t bytes) {
  MAY_FAIL;
  memcpy(to, from, bytes);
  return intact();
}
API cuGetErrorName(int error, const char** name) {
  auto found = NAMES.find(error);
  if (found == NAMES.end()) return INVALID_VALUE;
  *name = found->second;
  return SUCCESS;
}
API cuLaunchKernel(const Kernel* kernel, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                   unsigned blockY, unsigned blockZ, unsigned, void*, void** values, void**) {
  MAY_FAIL;
  if (gridX < 1 || gridY < 1 || gridZ < 1 || gridY > 65535 || gridZ > 65535 || gridX > 2147483647u || blockX < 1 ||
      blockX > fibers.size() || blockY != 1 || blockZ != 1)
    return INVALID_VALUE;
  running = kernel;
  arguments = values;
  gridDim = {gridX, gridY, gridZ};
  blockDim = {blockX, blockY, blockZ};
  for (int k : sequence(gridX * gridY * gridZ)) {
    blockIdx = {k % gridX, k / gridX % gridY, k / gridX / gridY};
    if (int error = runBlock()) return error;
  }
  return SUCCESS;
}
