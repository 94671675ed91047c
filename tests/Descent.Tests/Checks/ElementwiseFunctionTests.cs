using System.Numerics;
using System.Reflection;
using Descent.Kernels;
using Descent.Tests.Kernels;

namespace Descent.Tests.Checks;

/// <summary>Every elementwise function's vector kernel against its double reference, and its derivative against its formula.</summary>
public class ElementwiseFunctionTests
{
    private static readonly Dictionary<Type, Action> Functions = All().ToDictionary(pair => pair.Type, pair => pair.Check);

    public static TheoryData<string> Names => new(Functions.Keys.Select(type => type.Name));

    [Fact]
    public void EveryFunctionInTheLibrary_IsCheckedHere()
    {
        Assert.True(Functions.Count > 15);
        Assert.DoesNotContain(InLibrary(), type => !Functions.ContainsKey(type));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_EveryLength_AgreesWithItsReference(string name) => Functions.Single(pair => pair.Key.Name == name).Value();

    // Functions with options, by hand; those without are found.
    private static IEnumerable<(Type Type, Action Check)> All() =>
    [
        Of(new ClampFunction(-1.5, 2)), Of(new LeakyReluFunction(0.01), new(0.2)), Of(new EluFunction(1), new(0.3)),
        Of(new SwishFunction(1), new(1.7), new(-0.5)), Of(new HuberFunction(0.8)), Of(new TangentLogFunction(0.3)),
        Of(new QuantileFunction(0.8), new(0.25)),
        Of(new PowerFunction(3), new(1.7), new(-2), new(0.5), new(-0.5), new(0)),
        .. InLibrary().Where(type => type.GetConstructors().Length == 0).Select(type => (type, Checking(type))),
    ];

    private static IEnumerable<Type> InLibrary() => typeof(IElementwiseFunction).Assembly.GetTypes()
        .Where(type => type.IsValueType && type.IsAssignableTo(typeof(IElementwiseFunction)));

    private static Action Checking(Type type)
        => typeof(ElementwiseFunctionTests).GetMethod(nameof(CheckDefault), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).CreateDelegate<Action>();

    private static void CheckDefault<TFunction>()
        where TFunction : struct, IElementwiseFunction => Check(default(TFunction));

    private static (Type, Action) Of<TFunction>(params TFunction[] functions)
        where TFunction : struct, IElementwiseFunction
        => (typeof(TFunction), () => Array.ForEach(functions, Check));

    private static void Check<TFunction>(TFunction function)
        where TFunction : struct, IElementwiseFunction
    {
        CheckValues(function);
        CheckDerivative<float, TFunction>(function, 5e-6);
        CheckDerivative<double, TFunction>(function, 1e-12);
    }

    private static void CheckValues<TFunction>(TFunction function)
        where TFunction : struct, IElementwiseFunction
    {
        for (var length = 0; length <= 257; length++)
        {
            CheckValues<float, TFunction>(function, length, 2e-6);
            CheckValues<double, TFunction>(function, length, 1e-13);
        }
    }

    private static void CheckValues<T, TFunction>(TFunction function, int length, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IElementwiseFunction
    {
        var x = new Guarded<T>(Inputs<T>(length));
        var y = new Guarded<T>(length);
        Elementwise.Map<T, TFunction>(function, x.Span, y.Span);
        x.AssertIntact();
        y.AssertIntact();
        for (var i = 0; i < length; i++)
        {
            var want = function.Reference(double.CreateTruncating(x.Span[i]));
            AssertClose(want, y.Span[i], tolerance, $"{function.Name}({x.Span[i]}) in {typeof(T).Name}");
        }
    }

    private static void CheckDerivative<T, TFunction>(TFunction function, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IElementwiseFunction
    {
        var slope = function.Formula(Expression.Variable("x")).Derivative("x");
        var x = Inputs<T>(400)
            .Where(value => T.IsFinite(value) && double.IsFinite(function.Reference(double.CreateTruncating(value))))
            .ToArray();
        var (y, ones, dx) = (new T[x.Length], new T[x.Length], new T[x.Length]);
        Array.Fill(ones, T.One);
        Elementwise.Map<T, TFunction>(function, x, y);
        Elementwise.MapGradient<T, TFunction>(function, ones, x, y, dx);
        for (var i = 0; i < x.Length; i++)
        {
            AssertClose(slope.At(double.CreateTruncating(x[i])), dx[i], tolerance, $"{function.Name}'({x[i]}) in {typeof(T).Name}");
        }
    }

    /// <summary>Random numbers in [-6, 6], some large ones, and here and there NaN and infinities.</summary>
    private static T[] Inputs<T>(int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(length);
        return Enumerable.Range(0, length).Select(_ => random.Next(20) switch
        {
            0 => T.NaN,
            1 => T.PositiveInfinity,
            2 => T.NegativeInfinity,
            3 => T.CreateTruncating(random.Next(-80, 80)) + T.CreateTruncating(0.5),
            _ => T.CreateTruncating((random.NextDouble() * 12) - 6),
        }).ToArray();
    }

    private static void AssertClose<T>(double want, T got, double tolerance, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var value = double.CreateTruncating(got);
        var close = double.IsFinite(want)
            ? Math.Abs(value - want) <= tolerance * Math.Max(1, Math.Abs(want))
            : want.Equals(value);
        Assert.True(close, $"{what} is {value:R}, not {want:R}.");
    }
}
