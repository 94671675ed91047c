using Descent.Tests.Training;

namespace Descent.Tests.Programs;

/// <summary>A training step that programs are tested with: 12 numbers a sample, 5 outputs.</summary>
internal sealed record StepCase(Layer Model, Loss Loss)
{
    /// <summary>Networks and losses that between them use every kind of fusion and of check.</summary>
    public static Dictionary<string, Func<StepCase>> All { get; } = new()
    {
        ["linear"] = () => new(new Linear(12, 5), new CrossEntropy()),
        ["perceptrons"] = () => new(
            new Sequential(new Linear(12, 40), new Relu(), new Linear(40, 33), new Tanh(), new Linear(33, 17), new Swish(), new Linear(17, 5)),
            new CrossEntropy(labelSmoothing: 0.1)),
        ["class weights"] = () => new(Perceptron(new Sigmoid()), new CrossEntropy(classWeights: [1, 2, 0.5, 1, 3])),
        ["ignored labels"] = () => new(Perceptron(new LeakyRelu(0.2)), new CrossEntropy(ignoreIndex: 2)),
        ["log-softmax"] = () => new(new Sequential(Perceptron(new Elu()), new LogSoftmax()), new NegativeLogLikelihood()),
        ["dropout"] = () => new(new Sequential(new Dropout(0.2), new Linear(12, 40), new Relu(), new Dropout(0.4), new Linear(40, 5)), new CrossEntropy()),
        ["batch norm"] = () => new(
            new Sequential(new BatchNorm(12), new Linear(12, 40), new BatchNorm(40, momentum: null), new Relu(), new Linear(40, 5)), new CrossEntropy()),
        ["convolutions"] = () => new(
            new Sequential(
                new Reshape(new Shape(3, 2, 2)), new Conv2d(3, 8, 3, padding: 1), new Relu(), new Conv2d(8, 6, 3, padding: 1), new BatchNorm(6), new Tanh(),
                new MaxPool2d(2), new Flatten(), new Linear(6, 5)),
            new CrossEntropy()),
        ["depthwise"] = () => new(
            Built(
                "reshape 3x2x2, upsample 3, depthwise 3 pad same multiplier 2, relu, depthwise 3 stride 2 pad 1, batchnorm, relu, flatten, "
                + "linear 5"),
            new CrossEntropy()),
        ["signals"] = () => new(
            Built(
                "reshape 2x6, conv1d 4 3 pad same, relu, groupnorm 2, maxpool1d, spatial-dropout 0.3, alpha-dropout 0.2, avgpool1d 2, "
                + "flatten, rmsnorm, linear 5"),
            new CrossEntropy()),
        ["decoder"] = () => new(
            Built(
                "unflatten 3x2x2, conv-transpose 4 2 stride 2, instancenorm, adaptive-avgpool 3, tanh, upsample 2 mode=bilinear, "
                + "permute 2x3x1, adaptive-maxpool 4, global-avgpool, linear 7, linear 5"),
            new CrossEntropy()),
        ["clipped by norm"] = () => new(Perceptron(new Relu()), new CrossEntropy()) { Clipping = GradientClipping.ByNorm(0.05) },
        ["clipped by value"] = () => new(Perceptron(new Relu()), new CrossEntropy()) { Clipping = GradientClipping.ByValue(0.01) },
        ["regression"] = () => new(Perceptron(new Relu()), new Huber(0.5)) { Target = n => Examples.Inputs(9, n, 5) },
        ["squares"] = () => new(Perceptron(new Relu()), new MeanSquaredError()) { Target = n => Examples.Inputs(9, n, 5) },
        ["binary"] = () => new(Perceptron(new Relu()), new BinaryCrossEntropy()) { Target = n => Examples.Inputs(9, n, 5).Clamp(0, 1) },
        ["probabilities"] = () => new(new Sequential(Perceptron(new Relu()), new Sigmoid()), new BinaryCrossEntropyOnProbabilities())
        {
            Target = n => Examples.Inputs(9, n, 5).Clamp(0, 1),
        },
        ["margins"] = () => new(Perceptron(new Relu()), new Hinge()) { Target = n => Tensor.Ones(new Shape(n, 5)) },
        ["sample weights"] = () => new(Perceptron(new Relu()), new CrossEntropy()) { Weights = n => Examples.Inputs(4, n, 1).Square().Reshape(n) },
        ["residual"] = () => new(
            new Sequential(new Linear(12, 48), new Reshape(new Shape(3, 4, 4)), ResNet.ForSmallImages(8, 5, 3, 4)), new CrossEntropy()),
        ["lstm"] = () => new(new Sequential(new Reshape(new Shape(4, 3)), new Lstm(3, 7), new Flatten(), new Linear(28, 5)), new CrossEntropy()),
        ["gru"] = () => new(new Sequential(new Reshape(new Shape(4, 3)), new Gru(3, 7), new Flatten(), new Linear(28, 5)), new CrossEntropy()),
        ["rnn"] = () => new(new Sequential(new Reshape(new Shape(4, 3)), new Rnn(3, 7), new Flatten(), new Linear(28, 5)), new CrossEntropy()),
        ["transformer"] = () => new(
            new Sequential(
                new Reshape(new Shape(3, 4)), new TransformerEncoderLayer(4, 2, 9), new Gelu(), new LayerNorm(4), new Flatten(), new Linear(12, 5)),
            new CrossEntropy()),
        ["two branches"] = () => new(new TwoBranches(), new CrossEntropy()),
    };

    public Func<int, Tensor> Target { get; init; } = n => Examples.Labels(n, 5);

    public Func<int, Tensor>? Weights { get; init; }

    public GradientClipping? Clipping { get; init; }

    private static Sequential Built(string specification) => ModelSpecification.Build(specification, new Shape(12));

    public static Tensor Inputs(int n) => Examples.Inputs(n, n, 12);

    public TrainingStep Step(Optimizer optimizer, bool replays)
    {
        Model.Initialize(3);
        return new(Model, Loss, optimizer) { Clipping = Clipping, Seed = 7, Replays = replays };
    }

    public static Sequential Perceptron(Layer activation) => new(new Linear(12, 40), activation, new Linear(40, 5));

    /// <summary>Tensors that several operations read, and the same gradient for two parameters.</summary>
    private sealed class TwoBranches : Layer
    {
        private readonly Linear first;
        private readonly Linear second;
        private readonly Parameter shift;
        private readonly Parameter other;

        public TwoBranches()
        {
            first = Add("first", new Linear(12, 12));
            second = Add("second", new Linear(12, 5));
            shift = Add(new Parameter("shift", new Shape(8 + 4), Constant.Zero));
            other = Add(new Parameter("other", new Shape(8 + 4), Constant.One));
        }

        public override Shape OutputShape(Shape input) => new(5);

        protected override Tensor Compute(Tensor input, Pass pass)
        {
            var inner = first.Forward(input, pass).Map(default(ReluFunction));
            var joined = inner + input + shift.Value + other.Value;
            return second.Forward(joined * inner, pass);
        }
    }
}
