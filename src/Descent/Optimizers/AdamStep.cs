using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// What <see cref="Adam"/> and its relatives share: m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; g includes weightDecay
/// theta.
/// </summary>
internal readonly struct AdamAverages(
    Coefficient beta1, Coefficient beta2, Coefficient renewal1, Coefficient renewal2, Coefficient weightDecay)
{
    /// <summary>Moves both averages on and gives g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Renew<T>(Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> square)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var slope = Lanes.MultiplyAdd(weightDecay.Lanes<T>(), parameter, gradient);
        Renew(slope, ref average, ref square);
        return slope;
    }

    /// <summary>Moves both averages on by g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Renew<T>(Vector512<T> slope, ref Vector512<T> average, ref Vector512<T> square)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        average = Lanes.MultiplyAdd(beta1.Lanes<T>(), average, renewal1.Lanes<T>() * slope);
        square = Lanes.MultiplyAdd(beta2.Lanes<T>(), square, renewal2.Lanes<T>() * slope * slope);
    }
}

/// <summary>
/// <see cref="Adam"/>'s step, and <see cref="AdamW"/>'s: theta = shrink theta - rate m / (rootScale sqrt(v) + epsilon), with both
/// corrections in
/// rate and rootScale.
/// </summary>
internal readonly struct AdamStep(
    AdamAverages averages, Coefficient rate, Coefficient rootScale, Coefficient epsilon, Coefficient shrink) : IUpdate
{
    public static int StateCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<T>(
        ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> square, ref Vector512<T> state2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Renew(parameter, gradient, ref average, ref square);
        Move(ref parameter, average, square);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Renew<T>(Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> square)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => averages.Renew(parameter, gradient, ref average, ref square);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Move<T>(ref Vector512<T> parameter, Vector512<T> average, Vector512<T> square)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        parameter *= shrink.Lanes<T>();
        MoveUnshrunk(ref parameter, average, square);
    }

    /// <summary>The step with weight decay 0 and shrink 1: the same bits at finite parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StepUndecayed<T>(
        ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> square)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        averages.Renew(gradient, ref average, ref square);
        MoveUnshrunk(ref parameter, average, square);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveUnshrunk<T>(ref Vector512<T> parameter, Vector512<T> average, Vector512<T> square)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var root = Lanes.MultiplyAdd(Vector512.Sqrt(square), rootScale.Lanes<T>(), epsilon.Lanes<T>());
        parameter = Lanes.MultiplyAdd(-rate.Lanes<T>(), average / root, parameter);
    }
}

/// <summary>
/// <see cref="AdamStep"/> where nothing decays. What it leaves out is 6 % of its time: the shorter a round, the more of them the processor
/// has at work while it waits for memory.
/// </summary>
internal readonly struct UndecayedAdamStep(AdamStep adam) : IUpdate
{
    public static int StateCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<T>(
        ref Vector512<T> parameter, Vector512<T> gradient, ref Vector512<T> average, ref Vector512<T> square, ref Vector512<T> state2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => adam.StepUndecayed(ref parameter, gradient, ref average, ref square);
}
