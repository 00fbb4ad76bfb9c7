/*
 * The parts of cuBLAS and cuDNN that these models use, on the memory of the emulated GPU: products
 * of matrices by OpenBLAS; in single precision, convolutions as they are defined, and activations.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void* emulated_memory(const void* address);

enum { OK = 0, NOT_SUPPORTED = 9, CUBLAS_NOT_SUPPORTED = 15 };

/* What only prepares, cleans up, or chooses between ways that give the same. */
#define NOTHING(name) \
  int name() { return OK; }
#define HANDLE(name)          \
  int name(void** handle) {   \
    *handle = calloc(1, 256); \
    return OK;                \
  }

HANDLE(cublasCreate_v2)
NOTHING(cublasDestroy_v2)
NOTHING(cublasSetStream_v2)
NOTHING(cublasSetMathMode)
int cublasGetMathMode(void* handle, int* mode) {
  *mode = 0;
  return OK;
}
HANDLE(cusolverDnCreate)
NOTHING(cusolverDnDestroy)
NOTHING(cusolverDnSetStream)

enum { COLUMN_MAJOR = 102, PLAIN = 111 };

#define PRODUCTS(letter, letters, real)                                                            \
  void cblas_##letters##gemm(int order, int a_form, int b_form, int m, int n, int k, real alpha,   \
                             const real* a, int a_rows, const real* b, int b_rows, real beta,      \
                             real* c, int c_rows);                                                 \
  int cublas##letter##gemm_v2(void* handle, int a_form, int b_form, int m, int n, int k,           \
                              const real* alpha, const real* a, int a_rows, const real* b,         \
                              int b_rows, const real* beta, real* c, int c_rows) {                 \
    cblas_##letters##gemm(COLUMN_MAJOR, PLAIN + !!a_form, PLAIN + !!b_form, m, n, k, *alpha,       \
                          emulated_memory(a), a_rows, emulated_memory(b), b_rows, *beta,           \
                          emulated_memory(c), c_rows);                                             \
    return OK;                                                                                     \
  }                                                                                                \
  int cublas##letter##gemmStridedBatched(                                                          \
      void* handle, int a_form, int b_form, int m, int n, int k, const real* alpha, const real* a, \
      int a_rows, long long a_step, const real* b, int b_rows, long long b_step, const real* beta, \
      real* c, int c_rows, long long c_step, int count) {                                          \
    for (int i = 0; i < count; i++)                                                                \
      cublas##letter##gemm_v2(handle, a_form, b_form, m, n, k, alpha, a + i * a_step, a_rows,      \
                              b + i * b_step, b_rows, beta, c + i * c_step, c_rows);               \
    return OK;                                                                                     \
  }
PRODUCTS(S, s, float)
PRODUCTS(D, d, double)

int cublasSgemmEx(void* handle, int a_form, int b_form, int m, int n, int k, const float* alpha,
                  const void* a, int a_type, int a_rows, const void* b, int b_type, int b_rows,
                  const float* beta, void* c, int c_type, int c_rows) {
  if (a_type || b_type || c_type) return CUBLAS_NOT_SUPPORTED;
  return cublasSgemm_v2(handle, a_form, b_form, m, n, k, alpha, a, a_rows, b, b_rows, beta, c,
                        c_rows);
}

/* cuDNN: sizes and steps of four dimensions (examples, channels, rows, columns). */

typedef struct {
  int size[4];
  long step[4];
} Tensor;
typedef struct {
  int outputs, inputs, rows, columns;
} Filter;
typedef struct {
  int padding[2], stride[2], dilation[2], correlation;
} Convolution;
typedef struct {
  int function;
} Activation;

size_t cudnnGetVersion(void) { return 8600; }
const char* cudnnGetErrorString(int error) {
  return error ? "not supported by the emulated GPU" : "no error";
}
HANDLE(cudnnCreate)
NOTHING(cudnnDestroy)
NOTHING(cudnnSetStream)
HANDLE(cudnnCreateTensorDescriptor)
NOTHING(cudnnDestroyTensorDescriptor)
HANDLE(cudnnCreateFilterDescriptor)
NOTHING(cudnnDestroyFilterDescriptor)
HANDLE(cudnnCreateConvolutionDescriptor)
NOTHING(cudnnDestroyConvolutionDescriptor)
NOTHING(cudnnSetConvolutionMathType)
HANDLE(cudnnCreateActivationDescriptor)
NOTHING(cudnnDestroyActivationDescriptor)

int cudnnSetTensorNdDescriptor(Tensor* tensor, int type, int count, const int* size,
                               const int* step) {
  if (type || count > 4) return NOT_SUPPORTED;
  *tensor = (Tensor){{1, 1, 1, 1}};
  for (int i = 0; i < count; i++) tensor->size[i] = size[i], tensor->step[i] = step[i];
  return OK;
}

int cudnnSetTensor4dDescriptor(Tensor* tensor, int form, int type, int n, int c, int h, int w) {
  if (form) return NOT_SUPPORTED;
  return cudnnSetTensorNdDescriptor(tensor, type, 4, (int[]){n, c, h, w},
                                    (int[]){c * h * w, h * w, w, 1});
}

int cudnnSetFilter4dDescriptor(Filter* filter, int type, int form, int outputs, int inputs,
                               int rows, int columns) {
  if (type || form) return NOT_SUPPORTED;
  *filter = (Filter){outputs, inputs, rows, columns};
  return OK;
}

int cudnnSetConvolution2dDescriptor(Convolution* convolution, int row_padding, int column_padding,
                                    int row_stride, int column_stride, int row_dilation,
                                    int column_dilation, int correlation, int type) {
  *convolution = (Convolution){{row_padding, column_padding},
                               {row_stride, column_stride},
                               {row_dilation, column_dilation},
                               correlation};
  return OK;
}

int cudnnSetConvolutionGroupCount(Convolution* convolution, int groups) {
  return groups == 1 ? OK : NOT_SUPPORTED;
}

int cudnnSetActivationDescriptor(Activation* activation, int function, int nan, double limit) {
  activation->function = function;
  return function <= 2 ? OK : NOT_SUPPORTED;
}

/* There is one algorithm, number 0, which needs no workspace. */
#define ALGORITHMS(kind)                                                                         \
  int cudnnGetConvolution##kind##AlgorithmMaxCount(void* handle, int* count) {                   \
    *count = 1;                                                                                  \
    return OK;                                                                                   \
  }                                                                                              \
  int cudnnGetConvolution##kind##Algorithm_v7(void* handle, void* a, void* b, void* c, void* d,  \
                                              int most, int* count, void* found) {               \
    *count = 1;                                                                                  \
    memset(found, 0, 48);                                                                        \
    return OK;                                                                                   \
  }                                                                                              \
  int cudnnGetConvolution##kind##WorkspaceSize(void* handle, void* a, void* b, void* c, void* d, \
                                               int algorithm, size_t* size) {                    \
    *size = 0;                                                                                   \
    return OK;                                                                                   \
  }
ALGORITHMS(Forward)
ALGORITHMS(BackwardData)
ALGORITHMS(BackwardFilter)

static long at(const Tensor* t, int n, int c, int h, int w) {
  return n * t->step[0] + c * t->step[1] + h * t->step[2] + w * t->step[3];
}

#define EACH(tensor)                              \
  for (int n = 0; n < (tensor)->size[0]; n++)     \
    for (int c = 0; c < (tensor)->size[1]; c++)   \
      for (int h = 0; h < (tensor)->size[2]; h++) \
        for (int w = 0; w < (tensor)->size[3]; w++)

static float scaled(float factor, float value) { return factor ? factor * value : 0; }

static void scale(float* values, long count, float factor) {
  for (long i = 0; i < count; i++) values[i] = scaled(factor, values[i]);
}

static void scale_tensor(const Tensor* tensor, float* values, float factor) {
  EACH(tensor) scale(values + at(tensor, n, c, h, w), 1, factor);
}

enum Target { OUTPUT, INPUT, WEIGHTS };

/* Adds to one of the three what the two others give. */
static int convolve(enum Target target, float factor, const Tensor* x, float* input,
                    const Filter* filter, float* weights, const Convolution* convolution,
                    const Tensor* y, float* output) {
  EACH(y) {
    float* out = output + at(y, n, c, h, w);
    double sum = 0;
    for (int i = 0; i < filter->inputs; i++)
      for (int r = 0; r < filter->rows; r++)
        for (int k = 0; k < filter->columns; k++) {
          int row =
              h * convolution->stride[0] - convolution->padding[0] + r * convolution->dilation[0];
          int column =
              w * convolution->stride[1] - convolution->padding[1] + k * convolution->dilation[1];
          if (row < 0 || column < 0 || row >= x->size[2] || column >= x->size[3]) continue;
          int rr = convolution->correlation ? r : filter->rows - 1 - r;
          int kk = convolution->correlation ? k : filter->columns - 1 - k;
          float* in = input + at(x, n, i, row, column);
          float* weight =
              weights + ((c * filter->inputs + i) * filter->rows + rr) * filter->columns + kk;
          if (target == OUTPUT) sum += (double)*in * *weight;
          if (target == INPUT) *in += factor * *out * *weight;
          if (target == WEIGHTS) *weight += factor * *out * *in;
        }
    if (target == OUTPUT) *out += factor * sum;
  }
  return OK;
}

int cudnnConvolutionForward(void* handle, const float* alpha, Tensor* x, float* input,
                            Filter* filter, float* weights, Convolution* convolution, int algorithm,
                            void* space, size_t size, const float* beta, Tensor* y, float* output) {
  output = emulated_memory(output);
  scale_tensor(y, output, *beta);
  return convolve(OUTPUT, *alpha, x, emulated_memory(input), filter, emulated_memory(weights),
                  convolution, y, output);
}

int cudnnConvolutionBackwardData(void* handle, const float* alpha, Filter* filter, float* weights,
                                 Tensor* y, float* output, Convolution* convolution, int algorithm,
                                 void* space, size_t size, const float* beta, Tensor* x,
                                 float* input) {
  input = emulated_memory(input);
  scale_tensor(x, input, *beta);
  return convolve(INPUT, *alpha, x, input, filter, emulated_memory(weights), convolution, y,
                  emulated_memory(output));
}

int cudnnConvolutionBackwardFilter(void* handle, const float* alpha, Tensor* x, float* input,
                                   Tensor* y, float* output, Convolution* convolution,
                                   int algorithm, void* space, size_t size, const float* beta,
                                   Filter* filter, float* weights) {
  weights = emulated_memory(weights);
  scale(weights, (long)filter->outputs * filter->inputs * filter->rows * filter->columns, *beta);
  return convolve(WEIGHTS, *alpha, x, emulated_memory(input), filter, weights, convolution, y,
                  emulated_memory(output));
}

int cudnnConvolutionBackwardBias(void* handle, const float* alpha, Tensor* y, float* output,
                                 const float* beta, Tensor* b, float* bias) {
  output = emulated_memory(output);
  bias = emulated_memory(bias);
  scale_tensor(b, bias, *beta);
  EACH(y) bias[c * b->step[1]] += *alpha * output[at(y, n, c, h, w)];
  return OK;
}

int cudnnAddTensor(void* handle, const float* alpha, Tensor* a, float* added, const float* beta,
                   Tensor* y, float* output) {
  added = emulated_memory(added);
  output = emulated_memory(output);
  EACH(y) {
    float* out = output + at(y, n, c, h, w);
    long from = at(a, a->size[0] > 1 ? n : 0, a->size[1] > 1 ? c : 0, a->size[2] > 1 ? h : 0,
                   a->size[3] > 1 ? w : 0);
    *out = *alpha * added[from] + *beta * *out;
  }
  return OK;
}

enum { SIGMOID, RECTIFIER, TANGENT };

int cudnnActivationForward(void* handle, Activation* activation, const float* alpha, Tensor* x,
                           float* input, const float* beta, Tensor* y, float* output) {
  input = emulated_memory(input);
  output = emulated_memory(output);
  EACH(y) {
    float v = input[at(x, n, c, h, w)], *out = output + at(y, n, c, h, w);
    float f = activation->function == SIGMOID   ? 1 / (1 + expf(-v))
              : activation->function == TANGENT ? tanhf(v)
                                                : fmaxf(v, 0);
    *out = *alpha * f + scaled(*beta, *out);
  }
  return OK;
}

int cudnnActivationBackward(void* handle, Activation* activation, const float* alpha, Tensor* y,
                            float* output, Tensor* dy, float* slopes, Tensor* x, float* input,
                            const float* beta, Tensor* dx, float* result) {
  output = emulated_memory(output);
  slopes = emulated_memory(slopes);
  result = emulated_memory(result);
  EACH(y) {
    float v = output[at(y, n, c, h, w)], *out = result + at(dx, n, c, h, w);
    float slope = activation->function == SIGMOID   ? v * (1 - v)
                  : activation->function == TANGENT ? 1 - v * v
                                                    : v > 0;
    *out = *alpha * slope * slopes[at(dy, n, c, h, w)] + scaled(*beta, *out);
  }
  return OK;
}
