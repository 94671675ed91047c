using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// c = (c - mean) / sqrt(variance + epsilon) scale + shift with numbers of each channel; a row is a plane of one. Scale and shift may be null.
/// </summary>
internal sealed unsafe class NormalizationEpilogue<T>(T* mean, T* variance, T* scale, T* shift, double epsilon, int channels) : Epilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T offset = T.CreateTruncating(epsilon);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public override void Apply(T* c, nint rowStride, int row, int rows, int column, int columns)
    {
        for (var end = row + rows; row < end; row++, c += rowStride)
        {
            var channel = row % channels;
            var inverse = T.One / T.Sqrt(variance[channel] + offset);
            var centre = Vector512.Create(mean[channel]);
            var factor = Vector512.Create(scale == null ? inverse : inverse * scale[channel]);
            var added = shift == null ? Vector512<T>.Zero : Vector512.Create(shift[channel]);
            var i = 0;
            for (; i <= columns - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                Lanes.MultiplyAdd(Vector512.Load(c + i) - centre, factor, added).Store(c + i);
            }

            if (i < columns)
            {
                var part = Lanes.MultiplyAdd(Lanes.LoadPart(c + i, columns - i) - centre, factor, added);
                Lanes.StorePart(part, c + i, columns - i);
            }
        }
    }
}
