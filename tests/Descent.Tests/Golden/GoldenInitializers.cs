using Descent.Kernels;
using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>The laws that first values must obey, held against many of them.</summary>
public class GoldenInitializers(ITestOutputHelper output)
{
    private const int Samples = 200_000;
    private const string FansKind = "Fans";
    private const string GainKind = "Gain";

    private static readonly Dictionary<string, Func<GoldenCase, Initializer>> Initializers = new()
    {
        ["XavierUniform"] = one => new Xavier(Distribution.Uniform, one.Number("gain")),
        ["XavierNormal"] = one => new Xavier(Distribution.Normal, one.Number("gain")),
        ["HeUniform"] = one => new He(Distribution.Uniform, Mode(one), GainOf(one)),
        ["HeNormal"] = one => new He(Distribution.Normal, Mode(one), GainOf(one)),
        ["LeCunUniform"] = _ => new LeCun(Distribution.Uniform),
        ["LeCunNormal"] = _ => new LeCun(Distribution.Normal),
    };

    public static TheoryData<string> Kinds => new(Initializers.Keys);

    public static TheoryData<string> DefaultKinds => new("DefaultLinear", "DefaultConv2d");

    /// <summary>What tests of their own run.</summary>
    public static TheoryData<string> OtherKinds => new(FansKind, GainKind, "Orthogonal", "DefaultRecurrent");

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Fill_ManyValues_ObeysTheLaw(string kind)
    {
        var cases = GoldenFile.Load("initializers.json").Of(kind);
        foreach (var one in cases)
        {
            var values = Fill(Initializers[kind](one), ShapeOf(one));
            if (one.Outputs.TryGetValue("bound", out var bound))
            {
                CheckUniform(one.ToString(), values, bound.Values[0]);
            }
            else
            {
                CheckNormal(one.ToString(), values, one.Outputs["std"].Values[0]);
            }
        }

        output.WriteLine($"{kind}: {cases.Count} cases");
    }

    [SkippableFact]
    public void Fans_EveryShape_AreTheReference()
    {
        var cases = GoldenFile.Load("initializers.json").Of(FansKind);
        Assert.All(cases, one => Assert.Equal(
            new Fans((int)one.Outputs["fan_in"].Values[0], (int)one.Outputs["fan_out"].Values[0]), Fans.Of(ShapeOf(one))));
        output.WriteLine($"Fans: {cases.Count} cases");
    }

    [SkippableFact]
    public void Gain_EveryActivation_IsTheReference()
    {
        var cases = GoldenFile.Load("initializers.json").Of(GainKind);
        Assert.All(cases, one => Assert.Equal(one.Outputs["gain"].Values[0], GainOf(one), 1e-15));
        output.WriteLine($"Gain: {cases.Count} cases");
    }

    [SkippableFact]
    public void Orthogonal_EveryShape_HasTheReferenceProducts()
    {
        var cases = GoldenFile.Load("initializers.json").Of("Orthogonal");
        foreach (var one in cases)
        {
            var shape = ShapeOf(one);
            var values = new double[shape.Count];
            new Orthogonal(one.Number("gain")).Fill(values, shape, Fans.Of(shape), new RandomKey(7, "golden"));
            var matrix = Tensor.From<double>(values, (int)one.Outputs["rows"].Values[0], (int)one.Outputs["columns"].Values[0]);
            var turned = matrix.Transpose(0, 1);
            one.CheckOutput("gram", one.Text("orthonormal") == "rows" ? matrix.MatMul(turned) : turned.MatMul(matrix));
            one.CheckOutput("squared_norm", matrix.Square().Sum());
        }

        output.WriteLine($"Orthogonal: {cases.Count} cases");
    }

    [SkippableFact]
    public void RecurrentLayers_OfEverySize_HaveTheReferenceBound()
    {
        var cases = GoldenFile.Load("initializers.json").Of("DefaultRecurrent");
        foreach (var one in cases)
        {
            var (hidden, bound) = (one.Integer("hidden_size"), one.Outputs["bound"].Values[0]);
            foreach (var layer in (Layer[])[new Rnn(500, hidden), new Lstm(500, hidden), new Gru(500, hidden)])
            {
                layer.Initialize(7);
                var values = layer.Parameters.Select(named => named.Parameter.Value.ToDoubles().Max(Math.Abs)).ToArray();
                Assert.All(values, largest => Assert.InRange(largest, bound * 0.2, bound * (1 + 1e-6)));
                Assert.InRange(values.Max(), bound * 0.99, bound * (1 + 1e-6));
            }
        }

        output.WriteLine($"DefaultRecurrent: {cases.Count} cases");
    }

    [SkippableFact]
    public void Kinds_OfTheReference_AreAllChecked()
        => Assert.Equal(
            GoldenFile.Load("initializers.json").Cases.Select(one => one.Kind).Distinct().Order(StringComparer.Ordinal),
            Initializers.Keys
                .Concat(["Fans", "Gain", "Orthogonal", "DefaultLinear", "DefaultConv2d", "DefaultRecurrent"])
                .Order(StringComparer.Ordinal));

    [SkippableTheory]
    [MemberData(nameof(DefaultKinds))]
    public void UniformFanIn_WeightAndBias_HaveTheReferenceBounds(string kind)
    {
        var cases = GoldenFile.Load("initializers.json").Of(kind);
        foreach (var one in cases)
        {
            var kernel = one.Integer("kernel_size", 1);
            var shape = kind == "DefaultLinear"
                ? new Shape(one.Integer("out_features"), one.Integer("in_features"))
                : new Shape(one.Integer("out_channels"), one.Integer("in_channels") / one.Integer("groups"), kernel, kernel);
            CheckUniform($"{one}, weight", Fill(new UniformFanIn(), shape), one.Outputs["weight_bound"].Values[0]);
            CheckUniform($"{one}, bias", Fill(new UniformFanIn(), shape), one.Outputs["bias_bound"].Values[0]);
        }

        output.WriteLine($"{kind}: {cases.Count} cases");
    }

    private static void CheckUniform(string name, double[] values, double bound)
    {
        var largest = values.Max(Math.Abs);
        Assert.True(largest <= bound * (1 + 1e-12) && largest > bound * 0.9995, $"{name}: the largest value is {largest}, the bound {bound}.");
        CheckMoments(name, values, bound / Math.Sqrt(3), kurtosis: 1.8);
    }

    private static void CheckNormal(string name, double[] values, double deviation) => CheckMoments(name, values, deviation, kurtosis: 3);

    // Six standard errors for each moment: a sound generator fails once in half a billion.
    private static void CheckMoments(string name, double[] values, double deviation, double kurtosis)
    {
        var mean = values.Average();
        var variance = values.Average(value => value * value);
        var fourth = values.Average(value => value * value * value * value) / (deviation * deviation * deviation * deviation);
        var root = Math.Sqrt(values.Length);
        Assert.True(Math.Abs(mean) < 6 * deviation / root, $"{name}: the mean is {mean}.");
        var ratio = variance / (deviation * deviation);
        Assert.True(Math.Abs(ratio - 1) < 6 * Math.Sqrt(kurtosis - 1) / root, $"{name}: the variance is {ratio} times what it should be.");
        Assert.True(Math.Abs(fourth - kurtosis) < 6 * 10 / root, $"{name}: the fourth moment is {fourth}, not {kurtosis}.");
    }

    private static double[] Fill(Initializer initializer, Shape shape)
    {
        var values = new double[Samples];
        initializer.Fill(values, shape, Fans.Of(shape), new RandomKey(7, "golden"));
        return values;
    }

    private static Shape ShapeOf(GoldenCase one) => new(one.Option("shape").EnumerateArray().Select(length => length.GetInt32()).ToArray());

    private static FanMode Mode(GoldenCase one) => one.Text("mode") == "fan_out" ? FanMode.Out : FanMode.In;

    private static double GainOf(GoldenCase one)
        => Gain.Of(one.Text("nonlinearity").Replace('_', '-'), one.Number("a", 0.01));
}
