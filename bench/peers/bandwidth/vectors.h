/* Vectors of floats: 16 with AVX-512, 8 with AVX2. The functions have the library's polynomials, so that both sides are as accurate. */
#include <immintrin.h>

#if defined(__AVX512F__)
enum { LANES = 16 };
typedef __m512 vector;
typedef __mmask16 mask;
static inline vector all(float x) { return _mm512_set1_ps(x); }
static inline vector load(const float *p) { return _mm512_loadu_ps(p); }
static inline void store(float *p, vector x) { _mm512_storeu_ps(p, x); }
static inline void stream(float *p, vector x) { _mm512_stream_ps(p, x); }
static inline vector maximum(vector a, vector b) { return _mm512_max_ps(a, b); }
static inline vector minimum(vector a, vector b) { return _mm512_min_ps(a, b); }
static inline vector root(vector x) { return _mm512_sqrt_ps(x); }
static inline vector multiply_add(vector a, vector b, vector c) { return _mm512_fmadd_ps(a, b, c); }
static inline vector rounded(vector x) { return _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
static inline vector scaled(vector x, vector n) { return _mm512_scalef_ps(x, n); }
static inline mask above(vector a, vector b) { return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ); }
static inline vector choose(mask m, vector yes, vector no) { return _mm512_mask_blend_ps(m, no, yes); }
static inline vector magnitude(vector x) { return _mm512_abs_ps(x); }
static inline vector with_sign(vector x, vector sign)
{
    return _mm512_castsi512_ps(_mm512_ternarylogic_epi32(
        _mm512_castps_si512(x), _mm512_castps_si512(sign), _mm512_set1_epi32((int)0x80000000), 0xf8));
}
static inline vector mantissa(vector x) { return _mm512_getmant_ps(x, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_src); }
static inline vector exponent(vector x) { return _mm512_getexp_ps(x); }
static inline float largest(vector x) { return _mm512_reduce_max_ps(x); }
static inline float sum_of(vector x) { return _mm512_reduce_add_ps(x); }
static inline vector load_part(const float *p, int n, vector rest) { return _mm512_mask_loadu_ps(rest, (mask)((1u << n) - 1), p); }
static inline void store_part(float *p, int n, vector x) { _mm512_mask_storeu_ps(p, (mask)((1u << n) - 1), x); }

#elif defined(__AVX2__) && defined(__FMA__)
enum { LANES = 8 };
typedef __m256 vector;
typedef __m256 mask;
static inline vector all(float x) { return _mm256_set1_ps(x); }
static inline vector load(const float *p) { return _mm256_loadu_ps(p); }
static inline void store(float *p, vector x) { _mm256_storeu_ps(p, x); }
static inline void stream(float *p, vector x) { _mm256_stream_ps(p, x); }
static inline vector maximum(vector a, vector b) { return _mm256_max_ps(a, b); }
static inline vector minimum(vector a, vector b) { return _mm256_min_ps(a, b); }
static inline vector root(vector x) { return _mm256_sqrt_ps(x); }
static inline vector multiply_add(vector a, vector b, vector c) { return _mm256_fmadd_ps(a, b, c); }
static inline vector rounded(vector x) { return _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
static inline vector power_of_two(vector n)
{
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23));
}
static inline vector scaled(vector x, vector n)
{
    vector half = rounded(n * 0.5f);
    return x * power_of_two(half) * power_of_two(n - half);
}
static inline mask above(vector a, vector b) { return _mm256_cmp_ps(a, b, _CMP_GT_OQ); }
static inline vector choose(mask m, vector yes, vector no) { return _mm256_blendv_ps(no, yes, m); }
static inline vector magnitude(vector x) { return _mm256_andnot_ps(all(-0.0f), x); }
static inline vector with_sign(vector x, vector sign) { return _mm256_or_ps(x, _mm256_and_ps(sign, all(-0.0f))); }
static inline vector mantissa(vector x)
{
    return _mm256_or_ps(all(1), _mm256_and_ps(x, _mm256_castsi256_ps(_mm256_set1_epi32(0x007fffff))));
}
static inline vector exponent(vector x) { return _mm256_cvtepi32_ps(_mm256_srli_epi32(_mm256_castps_si256(x), 23)) - all(127); }
static inline float largest(vector x) { float y = x[0]; for (int i = 1; i < LANES; i++) y = x[i] > y ? x[i] : y; return y; }
static inline float sum_of(vector x) { return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7])); }
static inline __m256i first_lanes(int n) { return _mm256_cmpgt_epi32(_mm256_set1_epi32(n), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7)); }
static inline vector load_part(const float *p, int n, vector rest)
{
    __m256i lanes = first_lanes(n);
    return choose(_mm256_castsi256_ps(lanes), _mm256_maskload_ps(p, lanes), rest);
}
static inline void store_part(float *p, int n, vector x) { _mm256_maskstore_ps(p, first_lanes(n), x); }

#else
#error "The peer in C is written for AVX-512 and AVX2."
#endif

/* e^r - 1 for |r| at most ln(2) / 2. */
static inline vector exp_minus_one_reduced(vector r)
{
    vector q = all(0.0001989101f);
    q = multiply_add(q, r, all(0.0013933667f));
    q = multiply_add(q, r, all(0.0083333105f));
    q = multiply_add(q, r, all(0.041666463f));
    q = multiply_add(q, r, all(0.16666667f));
    q = multiply_add(q, r, all(0.5f));
    return multiply_add(q, r * r, r);
}

static inline vector reduced(vector x, vector *n)
{
    *n = rounded(x * 1.4426950408889634f);
    return multiply_add(*n, all(-9.058001351352e-06f), multiply_add(*n, all(-0.693138122558594f), x));
}

static inline vector exponential(vector x)
{
    vector n, r = reduced(minimum(maximum(x, all(-104)), all(89)), &n);
    return scaled(exp_minus_one_reduced(r) + 1.0f, n);
}

static inline vector sigmoid(vector x)
{
    vector e = exponential(-magnitude(x));
    return choose(above(all(0), x), e, all(1)) / (e + 1.0f);
}

/* -t / (t + 2) with t = e^(-2|x|) - 1, and the sign of x. */
static inline vector hyperbolic_tangent(vector x)
{
    vector n, r = reduced(maximum(magnitude(x) * -2.0f, all(-18)), &n), scale = scaled(all(1), n);
    vector t = multiply_add(scale, exp_minus_one_reduced(r), scale - 1.0f);
    return with_sign(choose(above(all(1e-9f), magnitude(x)), magnitude(x), -t / (t + 2.0f)), x);
}

/* Of normal numbers: x = 2^k m with m between sqrt(1/2) and sqrt(2). */
static inline vector logarithm(vector x)
{
    vector m = mantissa(x), k = exponent(x);
    mask high = above(m, all(1.4142135f));
    m = choose(high, m * 0.5f, m);
    k = choose(high, k + 1.0f, k);
    vector f = m - 1.0f, s = f / (f + 2.0f), z = s * s, half_square = f * f * 0.5f;
    vector p = multiply_add(multiply_add(multiply_add(all(0.2333104f), z, all(0.285508f)), z, all(0.40000123f)), z, all(0.6666667f));
    vector small = multiply_add(s, multiply_add(z, p, half_square), k * 9.058001351352e-06f);
    return multiply_add(k, all(0.693138122558594f), f - (half_square - small));
}
