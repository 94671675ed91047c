using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Descent.Kernels;

namespace Descent;

/// <summary>The stored inputs of a data set, row after row: numbers as they are, or pixels as bytes, a quarter of the memory.</summary>
internal abstract class SampleStore
{
    /// <summary>The largest value that can be stored, if there is one: 255 for pixels, 16 for the built-in digits.</summary>
    public abstract float? Maximum { get; }

    /// <summary>The numbers of memory that the inputs take, in bytes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Asks for a row that is copied soon: rows of a shuffled epoch lie anywhere in memory.</summary>
    public abstract void Ask(int row, int length);

    /// <summary>Writes one row as numbers, each channel scaled: x * scale + shift.</summary>
    public abstract void CopyRow(int row, InputScaling scaling, Span<float> destination);
}

/// <summary>Inputs kept as numbers.</summary>
internal sealed class FloatStore(float[] values) : SampleStore
{
    public override void Ask(int row, int length) => Prefetching.Run<float>(values.AsSpan(row * length, length));

    public override float? Maximum => null;

    public override long Bytes => (long)values.Length * sizeof(float);

    public override void CopyRow(int row, InputScaling scaling, Span<float> destination)
    {
        values.AsSpan(row * destination.Length, destination.Length).CopyTo(destination);
        scaling.Apply(destination);
    }
}

/// <summary>Inputs kept as bytes and turned into numbers when a batch is made.</summary>
internal sealed class ByteStore(byte[] values, int maximum) : SampleStore
{
    public override void Ask(int row, int length) => Prefetching.Run<byte>(values.AsSpan((int)((long)row * length), length));

    public override float? Maximum => maximum;

    public override long Bytes => values.Length;

    public override void CopyRow(int row, InputScaling scaling, Span<float> destination)
    {
        var source = values.AsSpan((int)((long)row * destination.Length), destination.Length);
        var plane = destination.Length / scaling.Channels;
        for (var channel = 0; channel < scaling.Channels; channel++)
        {
            float scale = scaling.Scale[channel], shift = scaling.Shift[channel];
            var from = source.Slice(channel * plane, plane);
            var to = destination.Slice(channel * plane, plane);
            var i = 0;
            for (; i <= from.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
            {
                var numbers = Vector512.ConvertToSingle(Widen(Vector128.Create<byte>(from[i..])));
                ((numbers * scale) + Vector512.Create(shift)).CopyTo(to[i..]);
            }

            for (; i < from.Length; i++)
            {
                to[i] = (from[i] * scale) + shift;
            }
        }
    }

    private static Vector512<int> Widen(Vector128<byte> bytes)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector512Int32(bytes);
        }

        Vector128<ushort> low = Vector128.WidenLower(bytes), high = Vector128.WidenUpper(bytes);
        return Vector512.Create(
            Vector256.Create(Vector128.WidenLower(low), Vector128.WidenUpper(low)),
            Vector256.Create(Vector128.WidenLower(high), Vector128.WidenUpper(high))).AsInt32();
    }
}
