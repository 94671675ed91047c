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
        ["random slopes"] = () => new(
            new Sequential(new RRelu(), new Linear(12, 40), new RRelu(0.1, 0.9), new Linear(40, 5)), new CrossEntropy()),
        ["gates"] = () => new(
            new Sequential(new Linear(12, 40), new SwiGlu(), new Linear(20, 24), new Glu(), new Linear(12, 15), new Maxout(3)),
            new CrossEntropy()),
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
        ["focal"] = () => new(Perceptron(new Relu()), new Focal(classWeights: [1, 2, 0.5, 1, 3], ignoreIndex: 2)),
        ["multilabel margin"] = () => new(Perceptron(new Relu()), new MultilabelMargin())
        {
            Target = n => Tensor.From([.. Enumerable.Range(0, 5 * n).Select(i => i % 5 == 2 ? -1 : (i + (i / 5)) % 5)], n, 5),
        },
        ["ctc"] = () => new(new Sequential(new Linear(12, 20), new Reshape(new Shape(4, 5))), new Ctc())
        {
            Target = n => Tensor.From([.. Enumerable.Range(0, 2 * n).Select(i => i % 3 == 1 ? -1 : 1 + (i % 4))], n, 2),
        },
        ["two views"] = () => new(new Sequential(new Linear(12, 8), new Reshape(new Shape(2, 4))), new NtXent()) { Target = Loss.NoTarget },
        ["triplets"] = () => new(new Sequential(new Linear(12, 12), new Reshape(new Shape(3, 4))), new TripletMargin(swap: true)) { Target = Loss.NoTarget },
        ["supervised contrastive"] = () => new(Perceptron(new Relu()), new SupervisedContrastive()) { Target = n => Examples.Labels(n, 2) },
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
        ["padded rnn"] = () => new(
            new Sequential(
                new Linear(12, 12), new Relu(), new Reshape(new Shape(4, 3)), new Masking(), new Lstm(3, 4, new RecurrentOptions(2, Bidirectional: true)),
                new Gru(8, 5), new Rnn(5, 6, new RecurrentOptions(LastOnly: true)), new Linear(6, 5)),
            new CrossEntropy()),
        ["padded attention"] = () => new(
            new Sequential(
                new Linear(12, 12), new Relu(), new Reshape(new Shape(6, 2)), new Masking(), new PositionalEncoding(2),
                new TransformerEncoderLayer(2, 2, 9, dropout: 0), new MultiHeadAttention(2, 1, causal: true, dropout: 0.2, rotary: true),
                new SequencePooling(SequencePoolingMode.Max), new Linear(2, 5)),
            new CrossEntropy()),
        ["padded pooling"] = () => new(
            new Sequential(
                new Linear(12, 12), new Relu(), new Reshape(new Shape(6, 2)), new Masking(), PositionalEncoding.Learned(2, 7),
                new SequencePooling(), new Bilinear(2, 2, 5)),
            new CrossEntropy()),
        ["last step"] = () => new(
            new Sequential(
                new Linear(12, 12), new Relu(), new Reshape(new Shape(6, 2)), new Masking(), new SequencePooling(SequencePoolingMode.Last),
                new Rbf(2, 7), new Linear(7, 5)),
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
