using System.Numerics;
using Descent.Kernels;

namespace Descent;

/// <summary>Whether gradients are finite: all of them by one call of the worker team, without allocating.</summary>
internal sealed unsafe class FiniteGradients
{
    [ThreadStatic]
    private static FiniteGradients? current;

    private readonly SegmentTiles tiles = new();
    private Piece[] pieces = new Piece[8];
    private int found;

    /// <summary>Whether no element of any tensor is NaN or infinite.</summary>
    public static bool All(IReadOnlyList<Tensor> gradients)
    {
        var check = current ??= new FiniteGradients();
        var finite = true;
        for (var i = 0; i < gradients.Count; i++)
        {
            var gradient = gradients[i];
            if (gradient.Storage.IsPinned)
            {
                check.Add(Pinning.Pointer(gradient), gradient);
            }
            else
            {
                finite &= gradient.Type == ElementType.Float32 ? OfMovable<float>(gradient) : OfMovable<double>(gradient);
            }
        }

        finite &= check.Run();
        GC.KeepAlive(gradients);
        return finite;
    }

    private static bool OfMovable<T>(Tensor gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* elements = gradient.Span<T>())
        {
            return Finite.All(elements, gradient.Count);
        }
    }

    private void Add(void* start, Tensor gradient)
    {
        var at = tiles.Add(gradient.Count, 1);
        if (at == pieces.Length)
        {
            Array.Resize(ref pieces, 2 * at);
        }

        pieces[at].Start = start;
        pieces[at].IsDouble = gradient.Type == ElementType.Float64;
    }

    private bool Run()
    {
        found = 0;
        tiles.Run(new Job(this));
        tiles.Clear();
        return Volatile.Read(ref found) == 0;
    }

    private struct Piece
    {
        public void* Start;
        public bool IsDouble;
    }

    private readonly struct Job(FiniteGradients check) : ISegmentJob
    {
        public void Run(int segment, int start, int elements)
        {
            ref var piece = ref check.pieces[segment];
            if (!(piece.IsDouble ? Finite.All((double*)piece.Start + start, elements) : Finite.All((float*)piece.Start + start, elements)))
            {
                Volatile.Write(ref check.found, 1);
            }
        }
    }
}
