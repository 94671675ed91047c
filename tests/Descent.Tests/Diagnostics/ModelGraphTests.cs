namespace Descent.Tests.Diagnostics;

/// <summary>The graph of a step is the record of it: the same numbers, shapes and gradients.</summary>
public class ModelGraphTests
{
    [Fact]
    public void OfRecipe_APerceptron_HoldsTheStepsOwnNumbers()
    {
        var recipe = new Recipe { Source = "moons", Model = "linear 4, tanh, linear 2", Seed = 3 };
        var graph = ModelGraph.OfRecipe(recipe);
        var data = DataSource.Load(recipe).Split.Train;
        var model = ModelSpecification.Build("linear 4, tanh, linear 2", data.InputShape);
        model.Initialize(3);
        using var epoch = new Batches(data, ModelGraph.MostSamples, shuffle: false).Epoch(0).GetEnumerator();
        epoch.MoveNext();
        var loss = new CrossEntropy().Compute(model.Forward(epoch.Current.ToTensor()), Tensor.From(epoch.Current.Labels, epoch.Current.Count));
        Assert.Equal(loss.Item(), graph.Loss);
        var first = model.Parameters.First();
        var gradient = Gradients.Of(loss, [first.Parameter.Value])[0].ToDoubles();
        var node = graph.Nodes.Single(node => node.Kind == GraphNodeKind.Parameter && node.Name == first.Path);
        Assert.Equal(first.Parameter.Value.ToDoubles().Average(), node.Values.Mean!.Value, 1e-12);
        Assert.Equal(gradient.Average(), node.Gradient!.Mean!.Value, 1e-12);
        Assert.Equal(gradient.Length, node.Gradient.Histogram.Sum(bin => bin.Count));
        var tanh = graph.Nodes.Single(node => node is { Kind: GraphNodeKind.Forward, Name: "tanh" });
        Assert.Equal("1", tanh.Path);
        Assert.Equal([16, 4], tanh.Shape);
        Assert.Contains("<math", tanh.Formula, StringComparison.Ordinal);
        Assert.True(tanh.Bytes > 0 && tanh.Seconds > 0);
    }

    [Fact]
    public void Nodes_Always_ReadOnlyWhatWasThereBefore()
    {
        var graph = ModelGraph.OfRecipe(new Recipe { Source = "digits", Model = "conv 4 3x3, batchnorm, relu, maxpool 2, flatten, linear 10" });
        Assert.Equal(Enumerable.Range(0, graph.Nodes.Count), graph.Nodes.Select(node => node.Id));
        Assert.All(graph.Nodes, node => Assert.All(node.Inputs, input => Assert.InRange(input, 0, node.Id - 1)));
        Assert.Contains(graph.Nodes, node => node.Kind == GraphNodeKind.Backward && node.Path == "0");
        Assert.Contains(graph.Nodes, node => node.Kind == GraphNodeKind.Backward && node.Path == "loss");
        var back = graph.Nodes.Where(node => node.Kind == GraphNodeKind.Backward && node.Path is not "loss").Select(node => int.Parse(node.Path, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(back.OrderDescending(), back);
    }

    [Fact]
    public void OfRecipe_AModelThatIsTooLarge_IsRefusedBeforeItTakesMemory()
        => Assert.Contains("parameters", Assert.Throws<SpecificationException>(() => ModelGraph.OfRecipe(
            new Recipe { Source = "moons", Model = "linear 40000, linear 40000, linear 2" }, mostParameters: 2_000_000)).Message, StringComparison.Ordinal);
}
