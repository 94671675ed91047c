using System.Globalization;

namespace Descent.Tests.WorkedExamples;

/// <summary>What the worked examples share: numbers and parameters in Float64, collected under the names of the reference file.</summary>
internal static class Worked
{
    private const double Tolerance = 1e-12;

    public static Tensor Number(double value) => Tensor.Scalar(value, ElementType.Float64);

    public static Tensor Row(params double[] values) => Tensor.From(values);

    public static Parameter Parameter(string name, double value)
    {
        var parameter = new Parameter(name, Shape.Scalar, new Constant(value));
        parameter.Convert(ElementType.Float64);
        parameter.Load(Number(value));
        return parameter;
    }

    /// <summary>Adds the elements of a tensor: a scalar under the name, a row under name.0, name.1, a matrix under name.0.0.</summary>
    public static void Add(this Dictionary<string, double> numbers, string name, Tensor tensor)
    {
        if (tensor.Shape.Rank == 0)
        {
            numbers.Add(name, tensor.Item());
            return;
        }

        for (var i = 0; i < tensor.Shape[0]; i++)
        {
            numbers.Add(string.Create(CultureInfo.InvariantCulture, $"{name}.{i}"), tensor.Slice(0, i, 1).Reshape(tensor.Shape.Inner()));
        }
    }

    /// <summary>The one value that all elements have.</summary>
    public static double Same(Tensor tensor) => Assert.Single(tensor.ToDoubles().Distinct());

    /// <summary>Equal to 12 digits; 0 is exact.</summary>
    public static void Equal(double want, double got, string name = "value")
        => Assert.True(
            Math.Abs(got - want) <= Tolerance * Math.Abs(want),
            string.Create(CultureInfo.InvariantCulture, $"{name} is {got:R}, not {want:R}."));

    /// <summary>Every digit that is printed is right: rounded to as many decimals, the number reads the same.</summary>
    public static void Prints(string printed, double got)
    {
        var decimals = printed.Length - 1 - printed.IndexOf('.', StringComparison.Ordinal);
        Assert.Equal(printed, got.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }
}
