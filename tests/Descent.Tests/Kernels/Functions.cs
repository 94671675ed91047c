using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

internal static class Functions
{
    public static float[] Map<TFunction>(TFunction function, float[] x)
        where TFunction : struct, IUnaryFunction
    {
        var y = new float[x.Length];
        Elementwise.Map<float, TFunction>(function, x, y);
        return y;
    }

    public static double[] Map<TFunction>(TFunction function, double[] x)
        where TFunction : struct, IUnaryFunction
    {
        var y = new double[x.Length];
        Elementwise.Map<double, TFunction>(function, x, y);
        return y;
    }

    public readonly struct Exp : IUnaryFunction
    {
        public Vector512<T> Forward<T>(Vector512<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => LanesMath.Exp(x);

        public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => y;
    }

    public readonly struct Log : IUnaryFunction
    {
        public Vector512<T> Forward<T>(Vector512<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => LanesMath.Log(x);

        public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512<T>.One / x;
    }

    public readonly struct Log1p : IUnaryFunction
    {
        public Vector512<T> Forward<T>(Vector512<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => LanesMath.Log1p(x);

        public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512<T>.One / (Vector512<T>.One + x);
    }

    public readonly struct Expm1 : IUnaryFunction
    {
        public Vector512<T> Forward<T>(Vector512<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => LanesMath.Expm1(x);

        public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => y + Vector512<T>.One;
    }

    public readonly struct Tanh : IUnaryFunction
    {
        public Vector512<T> Forward<T>(Vector512<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => LanesMath.Tanh(x);

        public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512<T>.One - (y * y);
    }

    public readonly struct Sigmoid : IUnaryFunction
    {
        public Vector512<T> Forward<T>(Vector512<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => LanesMath.Sigmoid(x);

        public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => y * (Vector512<T>.One - y);
    }

    public readonly struct Softplus : IUnaryFunction
    {
        public Vector512<T> Forward<T>(Vector512<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => LanesMath.Softplus(x);

        public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => LanesMath.Sigmoid(x);
    }

    public readonly struct Erf : IUnaryFunction
    {
        public Vector512<T> Forward<T>(Vector512<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => LanesMath.Erf(x);

        public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Lanes.Broadcast<T>(1.1283791670955126) * LanesMath.Exp(-x * x);
    }

    public readonly struct Erfc : IUnaryFunction
    {
        public Vector512<T> Forward<T>(Vector512<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => LanesMath.Erfc(x);

        public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Lanes.Broadcast<T>(-1.1283791670955126) * LanesMath.Exp(-x * x);
    }

    public readonly struct Subtract : IBinaryFunction
    {
        public Vector512<T> Forward<T>(Vector512<T> a, Vector512<T> b)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => a - b;
    }
}
