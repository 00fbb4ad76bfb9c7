/*
 * CUDA's runtime for a GPU that this machine does not have. Its memory can't be touched through the
 * addresses that are given out, as a real GPU's can't: the same pages are seen at a second address,
 * which only copies and kernels use. Kernels are translated when they are first launched.
 *
 * EMULATED_GPU is what ptx_to_c.py is called by, EMULATED_GPU_COUNT the number of GPUs (1), and
 * EMULATED_GPU_BYTES the memory of each (4 GB).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "launch.h"

enum {
  OK = 0,
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  INVALID_FUNCTION = 98,
  NO_DEVICE = 100,
  INVALID_DEVICE = 101
};
enum { HOST_TO_DEVICE = 1, DEVICE_TO_HOST = 2, DEVICE_TO_DEVICE = 3, ANY = 4 };

#define ARENA (256ull << 30)
#define GRAIN 512
#define MOST_DEVICES 16
#define GARBAGE 0x7b

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static __thread int device;

static size_t setting(const char* name, size_t otherwise) {
  const char* text = getenv(name);
  return text ? strtoull(text, NULL, 10) : otherwise;
}

static int devices(void) { return setting("EMULATED_GPU_COUNT", 1); }
static size_t capacity(void) { return setting("EMULATED_GPU_BYTES", 4000000000); }

/* Memory. */

typedef struct Piece {
  size_t begin, size;
  int device;
  struct Piece* next;
} Piece;

static char *seen, *real;
static size_t end = GRAIN, used[MOST_DEVICES];
static Piece *taken, *spare;

static void reserve(void) {
  if (seen) return;
  int file = memfd_create("emulated-gpu", 0);
  if (file < 0 || ftruncate(file, ARENA)) perror("memory of the emulated GPU"), abort();
  seen = mmap(NULL, ARENA, PROT_NONE, MAP_SHARED | MAP_NORESERVE, file, 0);
  real = mmap(NULL, ARENA, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file, 0);
  if (seen == MAP_FAILED || real == MAP_FAILED) perror("memory of the emulated GPU"), abort();
}

static int on_device(const void* address) {
  return seen && (char*)address >= seen && (char*)address < seen + ARENA;
}

void* emulated_memory(const void* address) {
  return on_device(address) ? real + ((char*)address - seen) : (void*)address;
}

int cudaMalloc(void** address, size_t size) {
  pthread_mutex_lock(&lock);
  reserve();
  size = (size + GRAIN) / GRAIN * GRAIN;
  int fits = used[device] + size <= capacity();
  if (fits) {
    Piece** place = &spare;
    while (*place && (*place)->size != size) place = &(*place)->next;
    Piece* piece = *place;
    if (piece) {
      *place = piece->next;
    } else {
      piece = malloc(sizeof *piece);
      *piece = (Piece){end, size};
      end += size;
      if (end > ARENA) fprintf(stderr, "The emulated GPU has given out all addresses\n"), abort();
    }
    piece->device = device;
    piece->next = taken;
    taken = piece;
    used[device] += size;
    memset(real + piece->begin, GARBAGE, size);
    *address = seen + piece->begin;
  }
  pthread_mutex_unlock(&lock);
  return fits ? OK : OUT_OF_MEMORY;
}

int cudaFree(void* address) {
  if (!address) return OK;
  pthread_mutex_lock(&lock);
  Piece** place = &taken;
  while (*place && seen + (*place)->begin != (char*)address) place = &(*place)->next;
  Piece* piece = *place;
  if (piece) {
    *place = piece->next;
    used[piece->device] -= piece->size;
    piece->next = spare;
    spare = piece;
  }
  pthread_mutex_unlock(&lock);
  return piece ? OK : INVALID_VALUE;
}

int cudaMallocPitch(void** address, size_t* pitch, size_t width, size_t height) {
  *pitch = (width + GRAIN - 1) / GRAIN * GRAIN;
  return cudaMalloc(address, *pitch * height);
}

int cudaMemGetInfo(size_t* available, size_t* total) {
  *total = capacity();
  *available = *total - used[device];
  return OK;
}

int cudaHostAlloc(void** address, size_t size, unsigned flags) {
  *address = malloc(size + 1);
  return *address ? OK : OUT_OF_MEMORY;
}

int cudaFreeHost(void* address) {
  free(address);
  return OK;
}

int cudaMemcpy(void* to, const void* from, size_t size, int kind) {
  int wrong = (kind == HOST_TO_DEVICE && (!on_device(to) || on_device(from))) ||
              (kind == DEVICE_TO_HOST && (on_device(to) || !on_device(from))) ||
              (kind == DEVICE_TO_DEVICE && (!on_device(to) || !on_device(from)));
  if (wrong) return INVALID_VALUE;
  memmove(emulated_memory(to), emulated_memory(from), size);
  return OK;
}

int cudaMemcpyAsync(void* to, const void* from, size_t size, int kind, void* stream) {
  return cudaMemcpy(to, from, size, kind);
}

int cudaMemcpyPeerAsync(void* to, int there, const void* from, int here, size_t size,
                        void* stream) {
  return cudaMemcpy(to, from, size, ANY);
}

int cudaMemcpy2DAsync(char* to, size_t to_pitch, const char* from, size_t from_pitch, size_t width,
                      size_t height, int kind, void* stream) {
  int error = OK;
  for (size_t i = 0; i < height && !error; i++)
    error = cudaMemcpy(to + i * to_pitch, from + i * from_pitch, width, kind);
  return error;
}

int cudaMemsetAsync(void* address, int value, size_t size, void* stream) {
  memset(emulated_memory(address), value, size);
  return OK;
}

/* Devices. */

struct Properties {
  char name[256], identity[28];
  size_t memory, shared_per_block;
  int registers_per_block, warp_size;
  size_t pitch;
  int threads_per_block, block[3], grid[3], clock;
  size_t constants;
  int major, minor;
  size_t texture_alignment, texture_pitch;
  int overlap, multiprocessors;
  char rest[336];
};

_Static_assert(sizeof(struct Properties) == 728, "the size in CUDA 11.8");

int cudaGetDeviceProperties(struct Properties* properties, int number) {
  *properties = (struct Properties){.name = "emulated GPU",
                                    .memory = capacity(),
                                    .shared_per_block = 48 << 10,
                                    .registers_per_block = 64 << 10,
                                    .warp_size = 32,
                                    .threads_per_block = 1024,
                                    .block = {1024, 1024, 64},
                                    .grid = {INT32_MAX, 65535, 65535},
                                    .major = 9,
                                    .minor = 0,
                                    .multiprocessors = 2};
  return OK;
}

int cudaDeviceGetAttribute(int* value, int attribute, int number) {
  static const int values[][2] = {{1, 1024},      {2, 1024},       {3, 1024},     {4, 64},
                                  {5, INT32_MAX}, {6, 65535},      {7, 65535},    {8, 48 << 10},
                                  {10, 32},       {16, 2},         {39, 2048},    {75, 9},
                                  {76, 0},        {81, 228 << 10}, {97, 48 << 10}};
  *value = 0;
  for (size_t i = 0; i < sizeof values / sizeof *values; i++)
    if (values[i][0] == attribute) *value = values[i][1];
  return OK;
}

int cudaGetDeviceCount(int* count) {
  *count = devices();
  return *count ? OK : NO_DEVICE;
}
int cudaGetDevice(int* number) {
  *number = device;
  return OK;
}

int cudaSetDevice(int number) {
  if (number < 0 || number >= devices()) return INVALID_DEVICE;
  device = number;
  return OK;
}

int cudaDriverGetVersion(int* version) {
  *version = 11080;
  return OK;
}
int cudaRuntimeGetVersion(int* version) {
  *version = 11080;
  return OK;
}
int cudaDeviceGetP2PAttribute(int* value, int attribute, int from, int to) {
  *value = 0;
  return OK;
}
int cudaDeviceCanAccessPeer(int* can, int from, int to) {
  *can = 0;
  return OK;
}

/* Errors, streams and events: all is done when it is asked for. */

static __thread int last;

const char* cudaGetErrorString(int error) {
  return error == OK                 ? "no error"
         : error == OUT_OF_MEMORY    ? "out of memory"
         : error == INVALID_FUNCTION ? "the emulated GPU does not know this kernel"
                                     : "error of the emulated GPU";
}

const char* cudaGetErrorName(int error) {
  return error == OUT_OF_MEMORY ? "cudaErrorMemoryAllocation" : "cudaError";
}
int cudaGetLastError(void) {
  int error = last;
  last = OK;
  return error;
}
int cudaPeekAtLastError(void) { return last; }
int cudaDeviceSynchronize(void) { return OK; }
int cudaStreamCreate(void** stream) {
  *stream = malloc(1);
  return OK;
}
int cudaStreamDestroy(void* stream) {
  free(stream);
  return OK;
}
int cudaStreamSynchronize(void* stream) { return OK; }
int cudaStreamWaitEvent(void* stream, void* event, unsigned flags) { return OK; }
int cudaEventCreateWithFlags(void** event, unsigned flags) {
  *event = malloc(1);
  return OK;
}
int cudaEventDestroy(void* event) {
  free(event);
  return OK;
}
int cudaEventRecord(void* event, void* stream) { return OK; }

/* Kernels. */

typedef struct {
  const void* host;
  const char* name;
  Run* run;
  int unknown;
} Kernel;

#define MOST_KERNELS (1 << 20)

static Kernel* kernels;
static __thread struct {
  dim3 grid, block;
  size_t dynamic;
  void* stream;
} call;

static Kernel* kernel(const void* host) {
  size_t i = (uintptr_t)host / 16 * 0x9E3779B97F4A7C15ull % MOST_KERNELS;
  while (kernels[i].host && kernels[i].host != host) i = (i + 1) % MOST_KERNELS;
  return &kernels[i];
}

void** __cudaRegisterFatBinary(void* binary) { return malloc(sizeof(void*)); }
void __cudaRegisterFatBinaryEnd(void** handle) {}
void __cudaUnregisterFatBinary(void** handle) {}
void __cudaRegisterVar(void** handle, char* host, char* address, const char* name, int external,
                       size_t size, int constant, int global) {}

void __cudaRegisterFunction(void** handle, const char* host, char* function, const char* name,
                            int limit, void* thread, void* block, void* blocks, void* threads,
                            int* warp) {
  pthread_mutex_lock(&lock);
  if (!kernels) kernels = calloc(MOST_KERNELS, sizeof *kernels);
  *kernel(host) = (Kernel){host, name};
  pthread_mutex_unlock(&lock);
}

unsigned __cudaPushCallConfiguration(dim3 grid, dim3 block, size_t dynamic, void* stream) {
  call.grid = grid, call.block = block, call.dynamic = dynamic, call.stream = stream;
  return OK;
}

int __cudaPopCallConfiguration(dim3* grid, dim3* block, size_t* dynamic, void** stream) {
  *grid = call.grid, *block = call.block, *dynamic = call.dynamic, *stream = call.stream;
  return OK;
}

int cudaFuncGetAttributes(void* attributes, const void* function) {
  struct {
    size_t shared, constants, local;
    int threads, registers, ptx, binary;
    char rest[16];
  } own = {.threads = 1024, .registers = 32, .ptx = 35, .binary = 90};
  memcpy(attributes, &own, sizeof own);
  return OK;
}

int cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int* blocks, const void* function,
                                                           int threads, size_t dynamic,
                                                           unsigned flags) {
  *blocks = 1;
  return OK;
}

static Run* translated(const char* name) {
  char command[8192], path[4096] = "";
  snprintf(command, sizeof command, "%s '%s'", getenv("EMULATED_GPU"), name);
  FILE* answer = popen(command, "r");
  if (answer && fgets(path, sizeof path, answer)) path[strcspn(path, "\n")] = 0;
  if (answer) pclose(answer);
  void* library = *path ? dlopen(path, RTLD_NOW) : NULL;
  return library ? (Run*)dlsym(library, "run") : NULL;
}

int cudaLaunchKernel(const void* function, dim3 grid, dim3 block, void** arguments, size_t dynamic,
                     void* stream) {
  pthread_mutex_lock(&lock);
  reserve();
  Kernel* launched = kernel(function);
  if (launched->host && !launched->run && !launched->unknown) {
    launched->run = translated(launched->name);
    launched->unknown = !launched->run;
  }
  pthread_mutex_unlock(&lock);
  if (!launched->run) return last = INVALID_FUNCTION;
  struct Memory where = {(uint64_t)seen, (uint64_t)(seen + ARENA), (uint64_t)(real - seen)};
  launched->run(arguments, grid, block, dynamic, where);
  return OK;
}
