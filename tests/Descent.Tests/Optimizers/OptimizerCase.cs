namespace Descent.Tests.Optimizers;

/// <summary>Every optimizer of the Catalog, as text: at its defaults, or at a rate that suits a small problem and few steps.</summary>
internal static class OptimizerCase
{
    private static readonly Dictionary<string, string> Rates = new()
    {
        ["sgd"] = "0.1",
        ["lion"] = "0.003",
        ["lamb"] = "0.02",
        ["muon"] = "0.02",
        ["adadelta"] = "1 epsilon=1e-4",
    };

    public static TheoryData<string> Texts => new(Descent.Catalog.Optimizers
        .Select(definition => definition.Name)
        .Select(name => Rates.TryGetValue(name, out var rate) ? $"{name} {rate}" : name));

    public static Optimizer Make(string text) => Specification.Make(text, Descent.Catalog.Optimizers, "optimizer");
}
