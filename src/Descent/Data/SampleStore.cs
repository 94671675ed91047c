using System.Runtime.Intrinsics;

namespace Descent;

/// <summary>The stored inputs of a data set, row after row: numbers as they are, or pixels as bytes, a quarter of the memory.</summary>
internal abstract class SampleStore
{
    /// <summary>The largest value that can be stored, if there is one: 255 for pixels, 16 for the built-in digits.</summary>
    public abstract float? Maximum { get; }

    /// <summary>The numbers of memory that the inputs take, in bytes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Writes one row as numbers, each channel scaled: x * scale + shift.</summary>
    public abstract void CopyRow(int row, InputScaling scaling, Span<float> destination);
}

/// <summary>Inputs kept as numbers.</summary>
internal sealed class FloatStore(float[] values) : SampleStore
{
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
                var bytes = Vector128.Create<byte>(from[i..]);
                Scale(Vector128.WidenLower(bytes), scale, shift, to[i..]);
                Scale(Vector128.WidenUpper(bytes), scale, shift, to[(i + 8)..]);
            }

            for (; i < from.Length; i++)
            {
                to[i] = (from[i] * scale) + shift;
            }
        }
    }

    private static void Scale(Vector128<ushort> values, float scale, float shift, Span<float> destination)
    {
        var numbers = Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(values), Vector128.WidenUpper(values)).AsInt32());
        ((numbers * scale) + Vector256.Create(shift)).CopyTo(destination);
    }
}
