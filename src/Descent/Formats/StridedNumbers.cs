using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Descent;

/// <summary>
/// Little-endian numbers of some format lying at regular distances: element [i, j, ...] is number
/// offset + i * strides[0] + j * strides[1] + ... of the bytes.
/// </summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Format">The format of each number.</param>
/// <param name="Shape">The lengths of the axes.</param>
/// <param name="Strides">The distance of neighbours along each axis, in numbers; that they stay inside is the caller's to check.</param>
/// <param name="Offset">Where the first number stands.</param>
internal sealed record StridedNumbers(byte[] Bytes, NumberFormat Format, Shape Shape, long[] Strides, long Offset = 0)
{
    /// <summary>The distances of a dense array: the last axis innermost, or the first one (Fortran order).</summary>
    public static long[] Dense(Shape shape, bool firstInnermost)
    {
        var strides = new long[shape.Rank];
        var stride = 1L;
        for (var i = 0; i < shape.Rank; i++)
        {
            var axis = firstInnermost ? i : shape.Rank - 1 - i;
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>Turns big-endian numbers into little-endian ones, in place.</summary>
    public static void Reverse(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                var twos = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(twos, twos);
                break;
            case 4:
                var fours = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(fours, fours);
                break;
            case 8:
                var eights = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(eights, eights);
                break;
            default:
                break;
        }
    }

    /// <summary>A tensor of them: doubles as Float64, other floating numbers as Float32, whole numbers and truth values as Int32.</summary>
    /// <exception cref="OverflowException">A whole number does not fit 32 bits; the message says which.</exception>
    public Tensor ToTensor() => Format switch
    {
        NumberFormat.Float64 => Gathered<double, double>(value => value),
        NumberFormat.Float32 => Gathered<float, float>(value => value),
        NumberFormat.Float16 => Gathered<Half, float>(value => (float)value),
        NumberFormat.BFloat16 => Gathered<ushort, float>(bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)),
        NumberFormat.Int32 => Gathered<int, int>(value => value),
        NumberFormat.Int64 => Gathered<long, int>(value => Narrowed(value)),
        NumberFormat.UInt64 => Gathered<ulong, int>(value => Narrowed(value)),
        NumberFormat.UInt32 => Gathered<uint, int>(value => Narrowed(value)),
        NumberFormat.Int16 => Gathered<short, int>(value => value),
        NumberFormat.UInt16 => Gathered<ushort, int>(value => value),
        NumberFormat.Int8 => Gathered<sbyte, int>(value => value),
        NumberFormat.UInt8 => Gathered<byte, int>(value => value),
        _ => Gathered<byte, int>(value => value == 0 ? 0 : 1),
    };

    /// <summary>The numbers converted one by one, last axis innermost.</summary>
    public TTo[] Elements<TFrom, TTo>(Func<TFrom, TTo> convert)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(Bytes);
        var to = new TTo[Shape.Count];
        var index = new int[Shape.Rank];
        var (length, stride) = Shape.Rank == 0 ? (1, 1L) : (Shape[-1], Strides[^1]);
        var (row, at) = (Offset, 0);
        while (at < to.Length)
        {
            for (var i = 0; i < length; i++)
            {
                to[at++] = convert(from[(int)(row + (i * stride))]);
            }

            for (var axis = Shape.Rank - 2; axis >= 0; axis--)
            {
                row += Strides[axis];
                if (++index[axis] < Shape[axis])
                {
                    break;
                }

                row -= Strides[axis] * Shape[axis];
                index[axis] = 0;
            }
        }

        return to;
    }

    private static int Narrowed(Int128 value)
        => value >= int.MinValue && value <= int.MaxValue
            ? (int)value
            : throw new OverflowException(string.Create(
                CultureInfo.InvariantCulture, $"it holds {value}, and whole numbers are kept in 32 bits: up to {int.MaxValue}"));

    private Tensor Gathered<TFrom, TTo>(Func<TFrom, TTo> convert)
        where TFrom : unmanaged
        where TTo : unmanaged
        => Tensor.From<TTo>(Elements(convert), Shape);
}
