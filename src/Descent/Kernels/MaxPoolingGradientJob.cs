using System.Numerics;

namespace Descent.Kernels;

/// <summary>Gradients of maxima: each output's gradient is added where its maximum was, in row-major order of the outputs.</summary>
internal readonly unsafe struct MaxPoolingGradientJob<T>(
    Pooling2dGeometry geometry, T* outputGradient, int* indices, T* inputGradient) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int tile)
    {
        var (first, end) = geometry.PlanesOf(tile);
        for (var plane = first; plane < end; plane++)
        {
            AddPlane(plane);
        }
    }

    private void AddPlane(int plane)
    {
        var (inputs, outputs) = (geometry.InHeight * geometry.InWidth, geometry.OutHeight * geometry.OutWidth);
        var target = new Span<T>(inputGradient + ((nint)plane * inputs), inputs);
        var gradients = outputGradient + ((nint)plane * outputs);
        var places = indices + ((nint)plane * outputs);
        target.Clear();
        for (var i = 0; i < outputs; i++)
        {
            if (places[i] >= 0)
            {
                target[places[i]] += gradients[i];
            }
        }
    }
}
