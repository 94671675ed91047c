namespace Descent.Tests.Layers;

public class FreeFormLayerTests
{
    /// <summary>What a user writes: layers in a list and a dictionary, a skip connection, a parameter of its own.</summary>
    private sealed class Branches : Layer
    {
        private readonly List<Layer> trunk = [];
        private readonly Dictionary<string, Layer> heads = [];
        private readonly Parameter gain;

        public Branches()
        {
            gain = Add(new Parameter("gain", new Shape(4), Constant.One));
            for (var i = 0; i < 2; i++)
            {
                trunk.Add(Add($"trunk{i}", new Sequential(new Linear(4, 4), new Tanh(), new Dropout(0.5))));
            }

            heads.Add("class", Add("class", new Linear(4, 3)));
        }

        public override Shape OutputShape(Shape input) => heads["class"].OutputShape(input);

        public void AddHead() => heads.Add("late", Add("late", new Linear(4, 3)));

        protected override Tensor Compute(Tensor input, Pass pass)
        {
            foreach (var layer in trunk)
            {
                input = (input * gain) + layer.Forward(input, pass);
            }

            return heads.Values.Select(head => head.Forward(input, pass)).Aggregate((sum, term) => sum + term);
        }
    }

    private static readonly Tensor Input = Tensor.From([0.1f, -0.2f, 0.3f, 0.4f, 0.5f, -0.6f, 0.7f, 0.8f], 2, 4);

    [Fact]
    public void Parameters_OfLayersInListAndDictionary_AreFoundWithTheirPaths()
    {
        var model = new Branches();
        Assert.Equal(
            ["gain", "trunk0.0.weight", "trunk0.0.bias", "trunk1.0.weight", "trunk1.0.bias", "class.weight", "class.bias"],
            model.Parameters.Select(named => named.Path));
        Assert.Equal(4 + (2 * 20) + 15, model.ParameterCount);
    }

    [Fact]
    public void Gradients_ThroughSkipConnections_ReachEveryParameter()
    {
        var model = new Branches();
        var loss = model.Forward(Input, Pass.Training(1)).Square().Sum();
        var gradients = Gradients.Of(loss, model.Parameters.Select(named => named.Parameter.Value).ToArray());
        Assert.All(gradients, gradient => Assert.Contains(gradient.ToDoubles(), value => value != 0));
    }

    [Fact]
    public void Mode_ReachesLayersInsideSequentialInsideList()
    {
        var model = new Branches();
        Assert.Equal(model.Forward(Input).ToDoubles(), model.Forward(Input).ToDoubles());
        Assert.NotEqual(model.Forward(Input).ToDoubles(), model.Forward(Input, Pass.Training(1)).ToDoubles());
        Assert.NotEqual(model.Forward(Input, Pass.Training(2)).ToDoubles(), model.Forward(Input, Pass.Training(1)).ToDoubles());
        Assert.Equal(model.Forward(Input, Pass.Training(1)).ToDoubles(), model.Forward(Input, Pass.Training(1)).ToDoubles());
    }

    [Fact]
    public void Forward_LayerAddedAfterFirstUse_IsInitialisedToo()
    {
        var model = new Branches();
        var before = model.Forward(Input).ToDoubles();
        model.AddHead();
        Assert.NotEqual(before, model.Forward(Input).ToDoubles());
        Assert.All(model.Parameters, named => Assert.True(named.Parameter.IsInitialized));
    }

    [Fact]
    public void Initialize_SameSeed_GivesSameValuesAndAnotherSeedOthers()
    {
        Branches first = new(), second = new(), third = new();
        first.Initialize(3);
        second.Initialize(3);
        third.Initialize(4);
        Assert.Equal(first.Forward(Input).ToDoubles(), second.Forward(Input).ToDoubles());
        Assert.NotEqual(first.Forward(Input).ToDoubles(), third.Forward(Input).ToDoubles());
    }
}
