namespace Descent.Tests.Architecture;

/// <summary>The arrows between the floors point downward.</summary>
public class FloorTests
{
    [Fact]
    public void Source_EveryFile_UsesOnlyItsOwnFloorAndThoseBelow()
    {
        var references = SourceCode.OfTheRepository.References().ToArray();
        Assert.True(references.Length > 1_000, "Hardly any name was resolved, so nothing was checked.");
        var upward = references.Where(IsUpward).Select(Text).Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.True(upward.Length == 0, string.Join('\n', upward));
    }

    [Fact]
    public void Library_Source_NeverUsesTheConsole()
        => Assert.DoesNotContain(SourceCode.OfTheRepository.UsesOf("System.Console"), use => Floors.Of(use) != Floor.Face);

    [Fact]
    public void Faces_OfTheKernels_UseOnlyTheNumberOfWorkers()
    {
        string[] allowed = ["Workers", "Count"];
        Assert.Empty(SourceCode.OfTheRepository.References()
            .Where(reference => Floors.Of(reference.From) == Floor.Face && reference.To.StartsWith("Descent/Kernels/", StringComparison.Ordinal))
            .Where(reference => !allowed.Contains(reference.Symbol.Name))
            .Select(Text));
    }

    [Fact]
    public void Upward_MadeUpSource_IsFoundByTypeAndByMember()
    {
        var source = new SourceCode([
            ("Descent/Kernels/Sum.cs", "namespace Descent.Kernels; class Sum { object made = new Descent.Layer(); int rows = Descent.Tensor.Rows(); }"),
            ("Descent/Tensors/Tensor.cs", "namespace Descent; partial class Tensor { Kernels.Sum sum; }"),
            ("Descent/Layers/Layer.cs", "namespace Descent; class Layer { Tensor input; } partial class Tensor { public static int Rows() => 1; }"),
        ]);
        Assert.Equal(["Layer", "Rows", "Tensor"], source.References().Where(IsUpward).Select(reference => reference.Symbol.Name).Order());
    }

    [Fact]
    public void UsesOf_Console_IsFoundHoweverItIsWritten()
    {
        var source = new SourceCode([
            ("Descent/Tensors/A.cs", "class A { void Print() => Console.WriteLine(); }"),
            ("Descent/Tensors/B.cs", "using static System.Console;\nclass B { string text = \"Console\"; }"),
            ("Descent/Tensors/C.cs", "using Screen = System.Console;"),
        ]);
        Assert.Equal(["Descent/Tensors/A.cs:1", "Descent/Tensors/B.cs:1", "Descent/Tensors/C.cs:1"], source.UsesOf("System.Console").Order());
    }

    private static bool IsUpward(Reference reference) => Floors.Of(reference.From) < Floors.Of(reference.To);

    private static string Text(Reference reference) => $"{reference.From}:{reference.Line} uses {reference.Symbol.Name} of {reference.To}";
}
