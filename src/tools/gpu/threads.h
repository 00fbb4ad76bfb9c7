/*
 * What a kernel needs that ptx_to_c.py has translated: the threads of a block as fibers that give
 * way to each other where they wait, the memory of the device, and PTX's arithmetic.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "launch.h"

#define WARP 32
#define MOST_THREADS 1024
#define STACK 65536

enum State { RUNS, WAIT_FOR_BLOCK, WAIT_FOR_WARP, DONE };

struct Thread {
  dim3 tid, ntid, ctaid, nctaid;
  unsigned index, count;
  enum State state;
  uint32_t offered;
  char* shared;
  unsigned fixed;
  void** arguments;
  void (*body)(struct Thread*);
  void* stack;
};

static struct Memory memory;

static inline char* on_host(uint64_t address) {
  return (char*)(address >= memory.begin && address < memory.end ? address + memory.offset
                                                                 : address);
}

/* The same bits as another type. */
#define SAME_BITS(name, to, from)     \
  static inline to name(from given) { \
    to x;                             \
    memcpy(&x, &given, sizeof x);     \
    return x;                         \
  }
SAME_BITS(f32, float, uint32_t)
SAME_BITS(f64, double, uint64_t)
SAME_BITS(bits_of_f32, uint32_t, float)
SAME_BITS(bits_of_f64, uint64_t, double)

static inline float saturated(float x) { return x >= 0 ? fminf(x, 1) : 0; }

static inline float fma_downwards(float a, float b, float c) {
  double exact = (double)a * b + c;
  float near = (float)exact;
  return near > exact ? nextafterf(near, -INFINITY) : near;
}

static inline float sum_towards_zero(float a, float b) {
  double exact = (double)a + b;
  float near = (float)exact;
  return fabs((double)near) > fabs(exact) ? nextafterf(near, 0) : near;
}

/* Division by zero gives what a GPU gives, and the least number by -1 wraps around. */
#define QUOTIENT(a, b)                                            \
  ({                                                              \
    __typeof__(a) x = (a), y = (b);                               \
    y == 0                            ? (__typeof__(a))-1         \
    : y == (__typeof__(a))-1 && y < 0 ? (__typeof__(a))(0ull - x) \
                                      : (__typeof__(a))(x / y);   \
  })
#define REMAINDER(a, b)                                                                       \
  ({                                                                                          \
    __typeof__(a) x = (a), y = (b);                                                           \
    y == 0 ? x : y == (__typeof__(a))-1 && y < 0 ? (__typeof__(a))0 : (__typeof__(a))(x % y); \
  })

/* Conversions from real to whole numbers stop at the ends of the type; NaN gives 0. */
#define CONVERSION(name, type, least, most)                                                      \
  static inline type to_##name(double x) {                                                       \
    return x != x ? 0 : x <= (double)(least) ? (least) : x >= (double)(most) ? (most) : (type)x; \
  }
CONVERSION(u8, uint8_t, 0, UINT8_MAX)
CONVERSION(s8, int8_t, INT8_MIN, INT8_MAX)
CONVERSION(u16, uint16_t, 0, UINT16_MAX)
CONVERSION(s16, int16_t, INT16_MIN, INT16_MAX)
CONVERSION(u32, uint32_t, 0, UINT32_MAX)
CONVERSION(s32, int32_t, INT32_MIN, INT32_MAX)
CONVERSION(u64, uint64_t, 0, UINT64_MAX)
CONVERSION(s64, int64_t, INT64_MIN, INT64_MAX)

/* Leaves one stack for another, both with the registers that a call must keep (System V, x86-64).
 */
__attribute__((naked, noinline)) static void change_stack(void** from, void* to) {
  __asm__(
      "pushq %rbp\n pushq %rbx\n pushq %r12\n pushq %r13\n pushq %r14\n pushq %r15\n"
      "movq %rsp, (%rdi)\n movq %rsi, %rsp\n"
      "popq %r15\n popq %r14\n popq %r13\n popq %r12\n popq %rbx\n popq %rbp\n ret");
}

static __thread void* scheduler;
static __thread struct Thread* current;

static __attribute__((noinline)) void wait_for(struct Thread* t, enum State whom) {
  t->state = whom;
  change_stack(&t->stack, scheduler);
}

static void begin(void) {
  struct Thread* t = current;
  t->body(t);
  wait_for(t, DONE);
}

/* Whether there is a thread so far below in the same warp, within the bounds of PTX's shfl. */
static inline int is_below(struct Thread* t, uint32_t distance, uint32_t bounds) {
  return t->index % WARP + distance <= (bounds & (WARP - 1)) && t->index + distance < t->count;
}

/* Runs a warp until all of its threads wait for the block, or are done. */
static void run_warp(struct Thread* first, unsigned count) {
  for (int goes_on = 1; goes_on;) {
    goes_on = 0;
    for (unsigned i = 0; i < count; i++) {
      if (first[i].state == RUNS) {
        current = &first[i];
        change_stack(&scheduler, first[i].stack);
      }
    }
    for (unsigned i = 0; i < count; i++) {
      if (first[i].state == WAIT_FOR_WARP) {
        first[i].state = RUNS;
        goes_on = 1;
      }
    }
  }
}

static void run_block(struct Thread* threads, unsigned count, char* stacks) {
  for (unsigned i = 0; i < count; i++) {
    void** top = (void**)(stacks + (size_t)STACK * (i + 1)) - 2;
    *--top = NULL;
    *--top = (void*)begin;
    threads[i].stack = memset(top - 6, 0, 6 * sizeof *top);
  }
  for (int goes_on = 1; goes_on;) {
    goes_on = 0;
    for (unsigned w = 0; w < count; w += WARP)
      run_warp(threads + w, count - w < WARP ? count - w : WARP);
    for (unsigned i = 0; i < count; i++) {
      if (threads[i].state == WAIT_FOR_BLOCK) {
        threads[i].state = RUNS;
        goes_on = 1;
      }
    }
  }
}

static void run_grid(void (*body)(struct Thread*), void** arguments, dim3 grid, dim3 block,
                     size_t dynamic, unsigned fixed, int waits) {
  unsigned count = block.x * block.y * block.z;
  if (count > MOST_THREADS) {
    fprintf(stderr, "A block has at most %d threads, but %u were asked for\n", MOST_THREADS, count);
    abort();
  }
  char* shared = malloc(fixed + dynamic + 1);
  char* stacks = waits ? malloc((size_t)STACK * count) : NULL;
  struct Thread* threads = malloc(count * sizeof *threads);
  size_t blocks = (size_t)grid.x * grid.y * grid.z;
  for (size_t b = 0; b < blocks; b++) {
    dim3 place = {b % grid.x, b / grid.x % grid.y, b / grid.x / grid.y};
    for (unsigned i = 0; i < count; i++) {
      dim3 tid = {i % block.x, i / block.x % block.y, i / block.x / block.y};
      threads[i] = (struct Thread){tid,  block, place,  grid,  i,         count,
                                   RUNS, 0,     shared, fixed, arguments, body};
      if (!waits) body(&threads[i]);
    }
    if (waits) run_block(threads, count, stacks);
  }
  free(threads);
  free(stacks);
  free(shared);
}
