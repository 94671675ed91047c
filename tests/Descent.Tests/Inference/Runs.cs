using System.Globalization;

namespace Descent.Tests.Inference;

/// <summary>Run folders that a training of a second or less made.</summary>
internal static class Runs
{
    /// <summary>Passengers with a number, a number with gaps, a category, one with gaps, and whether they survived.</summary>
    public static string Passengers(int rows = 120)
    {
        string[] ports = ["south", "queen", "", "cher"];
        return string.Concat(Enumerable.Range(0, rows).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{(i * 7 % 60) + 0.5},{(i % 5 == 0 ? "NA" : i % 13)},{(i % 2 == 0 ? "male" : "female")},{ports[i % 4]},{(i % 3) + 1},{((i % 2) + (i % 3 == 0 ? 1 : 0) > 0 ? "yes" : "no")}\n"))
            .Prepend("fare,age,sex,port,class,survived\n"));
    }

    /// <summary>Trains on a table.</summary>
    public static string Table(Data.TemporaryFolder folder, string name = "table", ulong seed = 0)
        => Train(folder, name, new Recipe
        {
            Source = folder.Write("passengers.csv", Passengers()),
            Target = "survived",
            Categorical = ["class"],
            Model = "linear 8, batchnorm, relu, dropout 0.1, linear 2",
            Epochs = 3,
            Seed = seed,
        });

    /// <summary>Trains on a table whose target is a number far from 0.</summary>
    public static string Values(Data.TemporaryFolder folder) => Train(folder, "values", new Recipe
    {
        Source = folder.Write("values.csv", string.Concat(Enumerable.Range(0, 80).Select(i => FormattableString.Invariant($"{i},{i % 7},{1000 + (30 * i)}\n")).Prepend("a,b,price\n"))),
        Target = "price",
        Model = "linear 8, tanh, linear 1",
        Epochs = 5,
    });

    /// <summary>Trains on the built-in images of digits.</summary>
    public static string Digits(Data.TemporaryFolder folder) => Train(folder, "digits", new Recipe
    {
        Source = "digits",
        Model = "conv 4 3x3 pad 1, relu, maxpool 2, flatten, linear 10",
        Epochs = 1,
        BatchSize = 128,
    });

    public static string Train(Data.TemporaryFolder folder, string name, Recipe recipe)
    {
        var path = folder.File(name);
        TrainingSession.Create(recipe, path).Run();
        return path;
    }
}
