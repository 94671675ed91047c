using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public unsafe class ConvolutionEpilogueTests
{
    public static TheoryData<Convolution2dGeometry> Geometries =>
    [
        new(3, 3, 32, 32, 16, 3, 3, 1, 1, 1, 1),
        new(2, 16, 30, 29, 40, 3, 3, 1, 1, 1, 1),
        new(5, 40, 7, 7, 50, 3, 3, 1, 1, 1, 1),
        new(1, 24, 70, 90, 24, 3, 3, 1, 1, 1, 1),
        new(1, 64, 8, 8, 150, 3, 3, 1, 1, 1, 1),
        new(37, 64, 8, 8, 64, 3, 3, 1, 1, 1, 1),
        new(2, 17, 33, 31, 20, 3, 3, 2, 2, 1, 1),
        new(9, 64, 16, 16, 48, 3, 3, 2, 2, 1, 1),
        new(2, 20, 16, 16, 40, 1, 1, 1, 1, 0, 0),
        new(2, 20, 15, 17, 40, 1, 1, 2, 2, 0, 0),
        new(2, 32, 20, 20, 32, 3, 3, 1, 1, 1, 1, 1, 1, 32),
        new(2, 6, 9, 5, 4, 3, 2, 1, 2, 1, 0, 2, 1, 2),
        new(2, 2, 3, 3, 2, 2, 2, 1, 1, 3, 3),
        new(2, 1, 28, 28, 6, 5, 5, 1, 1, 2, 2),
        new(1, 2, 60, 61, 3, 3, 3, 5, 3, 0, 1),
        new(0, 2, 6, 6, 3, 3, 3, 1, 1, 0, 0),
    ];

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Forward_WithEpilogue_HasTheBitsOfAPassOfItsOwn(Convolution2dGeometry geometry)
    {
        CheckForward<float>(geometry);
        CheckForward<double>(geometry);
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void InputGradient_WithEpilogue_HasTheBitsOfAPassOfItsOwn(Convolution2dGeometry geometry)
    {
        CheckInputGradient<float>(geometry);
        CheckInputGradient<double>(geometry);
    }

    [Fact]
    public void Forward_WithEpilogueInSteadyState_DoesNotAllocate()
    {
        var geometry = new Convolution2dGeometry(4, 8, 12, 12, 16, 3, 3, 1, 1, 1, 1);
        var (input, weight, output) = (new float[geometry.InputLength], new float[geometry.WeightLength], new float[geometry.OutputLength]);
        var epilogue = new PlaceAndScale<float>(144);
        Assert.Equal(0, Allocations.OnceWarm(() =>
        {
            Convolution2d.Forward<float>(geometry, input, weight, [], output, epilogue);
            Convolution2d.InputGradient(geometry, output, weight, input, epilogue);
        }));
    }

    private static void CheckForward<T>(Convolution2dGeometry geometry)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] input = Samples.Uniform<T>(geometry.InputLength), weight = Samples.Uniform<T>(geometry.WeightLength);
        T[] bias = Samples.Uniform<T>(geometry.OutChannels), expected = new T[geometry.OutputLength];
        Convolution2d.Forward<T>(geometry, input, weight, bias, expected);
        Check(expected, geometry.OutHeight * geometry.OutWidth, (output, epilogue) =>
            Convolution2d.Forward(geometry, input, weight, bias, output, epilogue));
    }

    private static void CheckInputGradient<T>(Convolution2dGeometry geometry)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] gradient = Samples.Uniform<T>(geometry.OutputLength), weight = Samples.Uniform<T>(geometry.WeightLength);
        var expected = new T[geometry.InputLength];
        Convolution2d.InputGradient<T>(geometry, gradient, weight, expected);
        Check(expected, geometry.InHeight * geometry.InWidth, (output, epilogue) =>
            Convolution2d.InputGradient(geometry, gradient, weight, output, epilogue));
    }

    private static void Check<T>(T[] plain, int planeLength, Action<T[], Epilogue<T>> run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var expected = (T[])plain.Clone();
        var epilogue = new PlaceAndScale<T>(planeLength);
        fixed (T* c = expected)
        {
            epilogue.Apply(c, planeLength, 0, planeLength == 0 ? 0 : expected.Length / planeLength, 0, planeLength);
        }

        foreach (var workers in new[] { 1, 2 })
        {
            var former = Workers.Count;
            Workers.Count = workers;
            try
            {
                var actual = new T[plain.Length];
                run(actual, epilogue);
                Assert.Equal(expected, actual);
            }
            finally
            {
                Workers.Count = former;
            }
        }
    }

    /// <summary>Depends on the element's number and, done twice, gives something else.</summary>
    private sealed class PlaceAndScale<T>(int planeLength) : Epilogue<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override void Apply(T* c, nint rowStride, int row, int rows, int column, int columns)
        {
            for (var r = 0; r < rows; r++)
            {
                for (var i = 0; i < columns; i++)
                {
                    var place = ((row + r) * planeLength) + column + i;
                    c[(r * rowStride) + i] = (c[(r * rowStride) + i] * T.CreateTruncating(3)) + T.CreateTruncating(place % 1009);
                }
            }
        }
    }
}
