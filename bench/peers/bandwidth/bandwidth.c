/*
 * Plain C as a peer where memory is the limit: each kernel as one would write it by hand, with vectors, two threads that are bound to their
 * processors, and stores past the caches where the target is large. It answers requests as ../peer.py does. To build it:
 *
 * cc -O3 -march=native -pthread -o bandwidth bandwidth.c -lm
 */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "vectors.h"
#include "team.h"

#if defined(__clang__)
#define COMPILER ""
#else
#define COMPILER "GCC "
#endif

enum { LINE = 64, AHEAD = 4096, LONGEST = 4096 };

static float *first, *second, *third, *fourth;
static int *labels, classes;

static void copy(long i, long end)
{
    for (; i < end; i += LANES) stream(second + i, load(first + i));
    _mm_sfence();
}

static void relu_forward(long i, long end)
{
    for (; i < end; i += LANES) stream(second + i, maximum(load(first + i), all(0)));
    _mm_sfence();
}

static void relu_backward(long i, long end)
{
    for (; i < end; i += LANES) {
        __builtin_prefetch((char *)(first + i) + AHEAD);
        __builtin_prefetch((char *)(second + i) + AHEAD);
        stream(third + i, choose(above(load(second + i), all(0)), load(first + i), all(0)));
    }
    _mm_sfence();
}

static void sigmoid_forward(long i, long end)
{
    for (; i < end; i += LANES) stream(second + i, sigmoid(load(first + i)));
    _mm_sfence();
}

static void tanh_forward(long i, long end)
{
    for (; i < end; i += LANES) stream(second + i, hyperbolic_tangent(load(first + i)));
    _mm_sfence();
}

/* Parameters, gradients, averages and squares, with the corrections of some step. */
static void adam(long i, long end)
{
    const float rate = 1e-3f / (1 - 0.35f), scale = 1 / sqrtf(1 - 0.99f);
    for (; i < end; i += LANES) {
        vector g = load(second + i);
        vector m = multiply_add(all(0.9f), load(third + i), g * 0.1f);
        vector v = multiply_add(all(0.999f), load(fourth + i), g * 0.001f * g);
        store(first + i, load(first + i) - m * rate / multiply_add(root(v), all(scale), all(1e-8f)));
        store(third + i, m);
        store(fourth + i, v);
    }
}

static void momentum(long i, long end)
{
    for (; i < end; i += LANES) {
        vector v = multiply_add(all(0.9f), load(third + i), load(second + i));
        store(third + i, v);
        store(first + i, multiply_add(all(-0.01f), v, load(first + i)));
    }
}

/* Rows that fit into two vectors at most: their sums are kept, so that their logarithms are taken together. */
static void short_rows(long row, long end)
{
    vector lowest = all(-INFINITY);
    for (; row < end; row += LANES) {
        int rows = end - row < LANES ? (int)(end - row) : LANES;
        float sums[LANES], rest[LANES];
        for (int i = 0; i < LANES; i++) sums[i] = 1;
        for (int i = 0; i < rows; i++) {
            const float *x = first + (row + i) * classes;
            float *y = second + (row + i) * classes;
            int label = labels[row + i];
            if (classes <= LANES) {
                vector logits = load_part(x, classes, lowest);
                float shift = largest(logits);
                vector e = exponential(logits - shift);
                sums[i] = sum_of(e);
                rest[i] = shift - x[label];
                store_part(y, classes, e * (1 / sums[i]));
            } else {
                vector low = load(x), high = load_part(x + LANES, classes - LANES, lowest);
                float shift = largest(maximum(low, high));
                low = exponential(low - shift);
                high = exponential(high - shift);
                sums[i] = sum_of(low + high);
                rest[i] = shift - x[label];
                store(y, low * (1 / sums[i]));
                store_part(y + LANES, classes - LANES, high * (1 / sums[i]));
            }
            y[label] -= 1;
        }
        store_part(third + row, rows, logarithm(load(sums)) + load(rest));
    }
}

/* The gradient is put together in the first cache and goes past the others; the next row is asked for meanwhile. */
static float long_row(const float *x, float *y, int label)
{
    float kept[LONGEST] __attribute__((aligned(LINE)));
    vector lowest = all(-INFINITY), high0 = lowest, high1 = lowest, sum0 = all(0), sum1 = sum0;
    int i = 0;
    for (; i <= classes - 2 * LANES; i += 2 * LANES) {
        high0 = maximum(high0, load(x + i));
        high1 = maximum(high1, load(x + i + LANES));
    }
    for (; i < classes; i += LANES) high0 = maximum(high0, load_part(x + i, classes - i < LANES ? classes - i : LANES, lowest));
    float shift = largest(maximum(high0, high1));
    for (i = 0; i <= classes - 2 * LANES; i += 2 * LANES) {
        __builtin_prefetch(x + classes + i);
        __builtin_prefetch(x + classes + i + LANES);
        vector e0 = exponential(load(x + i) - shift), e1 = exponential(load(x + i + LANES) - shift);
        sum0 += e0;
        sum1 += e1;
        store(kept + i, e0);
        store(kept + i + LANES, e1);
    }
    for (; i < classes; i += LANES) {
        vector e = exponential(load_part(x + i, classes - i < LANES ? classes - i : LANES, lowest) - shift);
        sum0 += e;
        store(kept + i, e);
    }
    float sum = sum_of(sum0 + sum1), factor = 1 / sum;
    kept[label] -= sum;
    for (i = 0; i < classes && (uintptr_t)(y + i) % LINE != 0; i++) y[i] = kept[i] * factor;
    for (; i <= classes - LANES; i += LANES) stream(y + i, load(kept + i) * factor);
    for (; i < classes; i++) y[i] = kept[i] * factor;
    return logf(sum) + shift - x[label];
}

static void long_rows(long row, long end)
{
    for (; row < end; row++) third[row] = long_row(first + row * classes, second + row * classes, labels[row]);
    _mm_sfence();
}

/* Softmax with cross-entropy has rows of so many classes, the others single elements. */
static const struct work { const char *name; kernel *run; long count; int classes; } works[] = {
    {"copy, 16 M", copy, 16000000, 0},
    {"relu forward, 16 M", relu_forward, 16000000, 0},
    {"relu backward, 16 M", relu_backward, 16000000, 0},
    {"sigmoid forward, 16 M", sigmoid_forward, 16000000, 0},
    {"tanh forward, 16 M", tanh_forward, 16000000, 0},
    {"Adam, 10,000,000 parameters", adam, 10000000, 0},
    {"Adam, 164,298 parameters", adam, 164298, 0},
    {"Adam, 669,706 parameters", adam, 669706, 0},
    {"momentum, 10,000,000 parameters", momentum, 10000000, 0},
    {"softmax with cross-entropy, 65,536 x 1,000", long_rows, 65536, 1000},
    {"softmax with cross-entropy, 4,096 x 10", short_rows, 4096, 10},
};
enum { WORKS = sizeof works / sizeof works[0] };

/* Ordinary pages, as the runtime's memory has, and its values, as memory moves zeros faster than other numbers. */
static float *numbers(long length)
{
    long bytes = (length * (long)sizeof(float) + LINE - 1) / LINE * LINE;
    float *start = aligned_alloc(LINE, bytes);
    if (start == NULL) exit(1);
    for (long i = 0; i < length; i++) start[i] = (i * 31 % 257 - 128) / 128.0f;
    return start;
}

static void make(const struct work *work)
{
    free(first), free(second), free(third), free(fourth), free(labels);
    current = work->run;
    count = work->count;
    classes = work->classes;
    step = classes ? 1 : LANES;
    long length = count * (classes ? classes : 1) + LONGEST;
    first = numbers(length);
    second = numbers(length);
    third = numbers(classes ? count : length);
    fourth = numbers(classes ? 1 : length);
    labels = calloc(count, sizeof(int));
    if (labels == NULL) exit(1);
    for (long i = 0; i < count; i++) {
        if (classes) labels[i] = (int)(i % classes);
        else fourth[i] *= fourth[i]; /* Averages of squares. */
    }
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* The mean over about so long; how many calls that are is found out once. */
static double seconds_per_call(double seconds, long *calls)
{
    double elapsed;
    set_awake(1);
    run_once();
    for (;;) {
        double start = now();
        for (long i = 0; i < *calls; i++) run_once();
        elapsed = now() - start;
        if (elapsed >= 0.5 * seconds) break;
        *calls = (long)((double)*calls * (elapsed < 0.1 * seconds ? 8 : 1.2 * seconds / elapsed)) + 1;
    }
    set_awake(0);
    return elapsed / (double)*calls;
}

/* A request is {"workload":"NAME","seconds":NUMBER} on one line. */
static const struct work *asked_for(const char *line, double *seconds)
{
    const char *name = strstr(line, "\"workload\":\""), *number = strstr(line, "\"seconds\":");
    if (name == NULL || number == NULL) return NULL;
    name += strlen("\"workload\":\"");
    *seconds = atof(number + strlen("\"seconds\":"));
    for (int i = 0; i < WORKS; i++) {
        size_t length = strlen(works[i].name);
        if (strncmp(name, works[i].name, length) == 0 && name[length] == '"') return &works[i];
    }
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc != 3 || strcmp(argv[1], "--threads") != 0 || atoi(argv[2]) < 1) {
        fprintf(stderr, "bandwidth --threads N\n");
        return 2;
    }
    if (!start_team(atoi(argv[2]))) return 1;
    printf("{\"name\": \"C by\", \"version\": \"%s%s\", \"workloads\": [", COMPILER, __VERSION__);
    for (int i = 0; i < WORKS; i++) printf("%s\"%s\"", i ? ", " : "", works[i].name);
    puts("]}");
    fflush(stdout);
    const struct work *made = NULL;
    long calls = 1;
    char line[1024];
    while (fgets(line, sizeof line, stdin)) {
        double seconds;
        const struct work *work = asked_for(line, &seconds);
        if (work == NULL) {
            puts("{\"error\": \"there is no such work\"}");
        } else {
            if (work != made) {
                make(made = work);
                calls = 1;
            }
            double measured = seconds_per_call(seconds, &calls);
            printf("{\"secondsPerCall\": %.9g, \"calls\": %ld}\n", measured, calls);
        }
        fflush(stdout);
    }
    return 0;
}
