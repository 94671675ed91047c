namespace Descent.Tests.Diagnostics;

/// <summary>What only code can build, and no recipe says.</summary>
public class DoctorInCodeTests
{
    [Fact]
    public void Examine_SoftmaxInALayerOfCode_IsFound()
    {
        var trainer = new Trainer(new Wrapped(x => x.Softmax(-1), new Linear(2, 3)), new CrossEntropy(), new Adam(0.01));
        var finding = Assert.Single(Doctor.Examine(trainer, Datasets.Blobs()));
        Assert.Equal("softmax-twice", finding.Name);
        Assert.Equal(FindingSeverity.Critical, finding.Severity);
    }

    [Fact]
    public void Examine_ConstantWeights_AreFound()
    {
        var model = new Sequential(new Linear(2, 8, weightInitializer: new Constant(0.3)), new Tanh(), new Linear(8, 3));
        Assert.Contains("symmetric-initialization", Names(Doctor.Examine(new Trainer(model, new CrossEntropy(), new Adam(0.01)), Datasets.Blobs())));
    }

    [Fact]
    public void Examine_LinearLayersInCode_AreFound()
    {
        var model = new Wrapped(x => x * 1.0, new Sequential(new Linear(2, 8), new Linear(8, 3)));
        Assert.Contains("linear-stack", Names(Doctor.Examine(new Trainer(model, new CrossEntropy(), new Adam(0.01)), Datasets.Blobs())));
    }

    [Fact]
    public void Examine_WayAroundLayers_IsNoLinearStack()
    {
        var body = new Sequential(new Linear(8, 8), new Relu(), new Linear(8, 8));
        var model = new Sequential(new Linear(2, 8), new Relu(), new Residual(body), new Linear(8, 3));
        Assert.Empty(Doctor.Examine(new Trainer(model, new CrossEntropy(), new Adam(0.01)), Datasets.Blobs()));
    }

    [Fact]
    public void Fit_SigmoidsCalledAsFunctions_VanishByName()
    {
        var layers = Enumerable.Range(0, 8).Select(i => (Layer)new Wrapped(x => x.Sigmoid(), new Linear(i == 0 ? 64 : 24, 24))).Append(new Linear(24, 10));
        var doctor = new Doctor();
        new Trainer(new Sequential(layers.ToArray()), new CrossEntropy(), new Sgd(0.1)) { Doctor = doctor }.Fit(Datasets.Digits().Train, 4);
        Assert.Contains("vanishing-gradients", Names(doctor.Findings));
    }

    [Fact]
    public void Fit_ReluCalledAsAFunction_DiesByName()
    {
        var first = new Linear(64, 32);
        first.Initialize(1);
        first.Bias!.Load(Tensor.From(Enumerable.Repeat(-50f, 32).ToArray()));
        var doctor = new Doctor();
        new Trainer(new Sequential(new Wrapped(x => x.Relu(), first), new Linear(32, 10)), new CrossEntropy(), new Sgd(0.1)) { Doctor = doctor }
            .Fit(Datasets.Digits().Train, 2);
        var finding = Assert.Single(doctor.Findings, finding => finding.Name == "dead-relu");
        Assert.Contains("relu in layer '0'", finding.Where, StringComparison.Ordinal);
        Assert.Equal(32, finding.Numbers.Single(number => number.Name == "dead units").Value);
    }

    [Fact]
    public void Rules_OfOnesOwn_AreAsked()
    {
        var doctor = new Doctor { Rules = [.. Descent.Catalog.Findings, Grumble.Definition] };
        new Trainer(new Sequential(new Linear(2, 3)), new CrossEntropy(), new Sgd(0.1)) { Doctor = doctor }.Fit(Datasets.Blobs(), 2);
        Assert.Single(doctor.Findings, finding => finding.Name == "grumble");
    }

    private static IEnumerable<string> Names(IEnumerable<Finding> findings) => findings.Select(finding => finding.Name);

    private sealed class Wrapped : Layer
    {
        private readonly Layer inner;
        private readonly Func<Tensor, Tensor> function;

        public Wrapped(Func<Tensor, Tensor> function, Layer inner) => (this.function, this.inner) = (function, Add("inner", inner));

        public override Shape OutputShape(Shape input) => inner.OutputShape(input);

        protected override Tensor Compute(Tensor input, Pass pass) => function(inner.Forward(input, pass));
    }

    private sealed class Grumble : FindingRule
    {
        public static Definition<FindingRule> Definition { get; } = new()
        {
            Kind = ConceptKind.Finding,
            Name = "grumble",
            Summary = "Always.",
            Source = "None",
            Create = _ => new Grumble(),
        };

        public override ExaminationMoment Moments => ExaminationMoment.Epoch;

        public override IEnumerable<Finding> Examine(Examination examination)
        {
            yield return new Finding("grumble", FindingSeverity.Notice, "Grumble")
            {
                Evidence = FormattableString.Invariant($"{examination.History.Count} epochs"),
                Meaning = "None.",
                Remedy = new Remedy("None."),
            };
        }
    }
}
