/* Threads that share a range evenly. They spin while a request is timed and sleep between two, so that they take no core from the other side. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

typedef void kernel(long start, long end);

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t called = PTHREAD_COND_INITIALIZER;
static atomic_int awake, begun, finished;
static int threads;

/* What runs, over how many things, cut only at multiples of the step. */
static kernel *current;
static long count, step;

static void run_share(int thread)
{
    long steps = (count + step - 1) / step, end = steps * (thread + 1) / threads * step;
    current(steps * thread / threads * step, end < count ? end : count);
}

/* Where it is not allowed or not known, a thread stays free. */
static void bind_to(int processor)
{
#if defined(__linux__)
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    sched_setaffinity(0, sizeof set, &set);
#else
    (void)processor;
#endif
}

static void *live(void *argument)
{
    int thread = (int)(intptr_t)argument, seen = 0;
    bind_to(thread);
    for (;;) {
        while (atomic_load(&begun) == seen) {
            if (!atomic_load(&awake)) {
                pthread_mutex_lock(&gate);
                while (!atomic_load(&awake)) pthread_cond_wait(&called, &gate);
                pthread_mutex_unlock(&gate);
            }
            _mm_pause();
        }
        seen++;
        run_share(thread);
        atomic_fetch_add(&finished, 1);
    }
    return NULL;
}

static int start_team(int number)
{
    threads = number;
    bind_to(0);
    for (intptr_t thread = 1; thread < threads; thread++) {
        pthread_t made;
        if (pthread_create(&made, NULL, live, (void *)thread) != 0) return 0;
    }
    return 1;
}

static void set_awake(int value)
{
    pthread_mutex_lock(&gate);
    atomic_store(&awake, value);
    pthread_cond_broadcast(&called);
    pthread_mutex_unlock(&gate);
}

static void run_once(void)
{
    atomic_store(&finished, 0);
    atomic_fetch_add(&begun, 1);
    run_share(0);
    while (atomic_load(&finished) < threads - 1) _mm_pause();
}
