/* What the runtime and the kernels that it launches agree on. */
#include <stddef.h>
#include <stdint.h>

typedef struct {
  unsigned x, y, z;
} dim3;

/* Where addresses of device memory begin and end, and how far off it really is. */
struct Memory {
  uint64_t begin, end, offset;
};

typedef void Run(void** arguments, dim3 grid, dim3 block, size_t dynamic, struct Memory where);
