using Descent.Tests.Data;

namespace Descent.Tests.Diagnostics;

internal static partial class SickTrainings
{
    private const string SixSigmoids =
        "linear 32, sigmoid, linear 32, sigmoid, linear 32, sigmoid, linear 32, sigmoid, linear 32, sigmoid, linear 32, sigmoid";

    private static IEnumerable<KeyValuePair<string, SickTraining>> OfModelAndTraining =>
    [
        .. Named("softmax-twice",
            ("iris", () => Clinic.Recipe("iris", "linear 16, relu, linear 3, softmax", "adam rate=0.01", 40), 0.5),
            ("digits, log-softmax", () => Clinic.Recipe("digits", "linear 64, relu, linear 10, log-softmax", "adam rate=0.001", 8), 0.5)),
        .. Named("sigmoid-before-logits-loss",
            ("digits, yes or no for each class", () => Clinic.Recipe("digits", "linear 64, relu, linear 10, sigmoid", "adam rate=0.003", 8, "bce"), 0.5),
            ("iris", () => Clinic.Recipe("iris", "linear 16, relu, linear 3, sigmoid", "adam rate=0.01", 40), 0.5)),
        .. Named("raw-values-into-probability-loss",
            ("digits", () => Clinic.Recipe("digits", "linear 64, relu, linear 10", "adam rate=0.003", 8, "categorical-cross-entropy"), 0.5),
            ("moons, log-probabilities", () => Clinic.Recipe("moons", "linear 16, tanh, linear 2", "adam rate=0.01", 20, "nll"), 0.5)),
        .. Named("wrong-loss-for-target",
            ("sine, cross-entropy for a number", () => Clinic.Recipe("sine", "linear 16, tanh, linear 1", "adam rate=0.01", 30, "bce"), 0.5),
            ("digits, mean squares of classes", () => Clinic.Recipe("digits", "linear 64, relu, linear 10", "sgd rate=0.05", 8, "mse"), 0.1),
            ("iris, huber of classes", () => Clinic.Recipe("iris", "linear 16, tanh, linear 3", "sgd rate=0.05", 20, "huber"), 0.05)),
        .. Named("batch-of-one-with-batch-norm",
            ("iris, batches of one", () => Clinic.Recipe("iris", "linear 16, batchnorm, relu, linear 3", "adam rate=0.01", 40, batch: 1), 0.5),
            ("digits, one sample left over", () => Clinic.Recipe("digits", "linear 64, batchnorm, relu, linear 10", "adam rate=0.01", 5, batch: 479), 0.5)),
        .. Named("linear-stack",
            ("spirals", () => Clinic.Recipe("spirals", "linear 64, linear 64, linear 2", "adam rate=0.01", 40), 0.2),
            ("circles, identity", () => Clinic.Recipe("circles", "linear 16, identity, linear 16, identity, linear 2", "adam rate=0.01", 30), 0.3),
            ("xor, an activation that is straight", () => Clinic.Recipe("xor", "linear 16, leaky-relu 1, linear 2", "adam rate=0.01", 30), 0.2)),
        .. Named("symmetric-initialization",
            ("digits, ones", () => Clinic.Recipe("digits", "linear 32 init=ones, tanh, linear 32 init=ones, tanh, linear 10", "adam rate=0.001", 8), 0.3),
            ("circles, zeros", () => Clinic.Recipe("circles", "linear 16 init=zeros, tanh, linear 2 init=zeros", "adam rate=0.01", 30), 0.3)),
        .. Named("initial-loss",
            ("digits, normal", () => Clinic.Recipe("digits", "linear 64 init=normal, relu, linear 10 init=normal", "adam rate=0.001", 10), 0.1),
            ("iris, three layers of normal", () => Clinic.Recipe(
                "iris", "linear 64 init=normal, relu, linear 64 init=normal, relu, linear 3 init=normal", "adam rate=0.001", 30), 0.05)),
        .. Named("exploding-gradients",
            ("digits, deep and normal", () => Clinic.Recipe(
                "digits", "linear 64 init=normal, relu, linear 64 init=normal, relu, linear 64 init=normal, relu, linear 10 init=normal", "sgd rate=0.01", 8), 0.3),
            ("sine, deep and normal", () => Clinic.Recipe(
                "sine", "linear 64 init=normal, relu, linear 64 init=normal, relu, linear 64 init=normal, relu, linear 1 init=normal", "sgd rate=0.01", 20), 0.5)),
        .. Named("vanishing-gradients",
            ("digits, six layers of sigmoid", () => Clinic.Recipe("digits", $"{SixSigmoids}, linear 10", "sgd rate=0.1", 10), 0.5),
            ("moons, eight layers of sigmoid", () => Clinic.Recipe("moons", $"linear 32, sigmoid, {SixSigmoids}, linear 2", "adam rate=0.001", 12), 0.1)),
        .. Named("dead-relu",
            ("digits, a rate far too high", () => Clinic.Recipe("digits", "linear 64, relu, linear 64, relu, linear 10", "adam rate=0.5", 5), 0.2),
            ("moons, momentum far too high", () => Clinic.Recipe("moons", "linear 32, relu, linear 32, relu, linear 2", "sgd rate=3 momentum=0.9", 10), 0.2)),
        .. Named("saturated-activations",
            ("digits, tanh of large weights", () => Clinic.Recipe("digits", "linear 64 init=normal, tanh, linear 64 init=normal, tanh, linear 10", "sgd rate=0.03", 10), 0.05),
            ("digits, tanh at a rate too high", () => Clinic.Recipe("digits", "linear 64, tanh, linear 64, tanh, linear 10", "adam rate=0.1", 5), 0.3)),
        .. Named("learning-rate-too-high",
            ("digits, gradient descent", () => Clinic.Recipe("digits", "linear 64, tanh, linear 10", "sgd rate=20", 10), 0.3),
            ("blobs, momentum", () => Clinic.Recipe("blobs", "linear 16, elu, linear 3", "momentum rate=30", 10), 0.3),
            ("sine, until it is not finite", () => Clinic.Recipe("sine", "linear 32, tanh, linear 32, tanh, linear 1", "sgd rate=1.5", 20), 0.3)),
        .. Named("learning-rate-too-low",
            ("digits, gradient descent", () => Clinic.Recipe("digits", "linear 64, relu, linear 10", "sgd rate=0.00001", 10), 0.5),
            ("moons, adam", () => Clinic.Recipe("moons", "linear 16, tanh, linear 2", "adam rate=0.0000003", 20), 0.3)),
        .. Named("update-ratio",
            ("sine, too small", () => Clinic.Recipe("sine", "linear 32, tanh, linear 1", "sgd rate=0.00001", 20), 0.3),
            ("digits, too small", () => Clinic.Recipe("digits", "linear 64, gelu, linear 10", "adam rate=0.000001", 10), 0.5)),
        .. Named("overfitting",
            ("diabetes, a network far too large", () => Clinic.Recipe(
                SharedData.Require("diabetes", "diabetes.csv"), "linear 256, relu, linear 256, relu, linear 1", "adam rate=0.003", 100), 0.1),
            ("red wines, a network far too large", () => Clinic.Recipe(
                SharedData.Require("wine-quality", "winequality-red.csv"), "linear 256, relu, linear 256, relu, linear 1", "adam rate=0.003", 60) with
            { Target = "12", Header = "none", Task = TaskKind.Regression }, 0.1)),
        .. Named("underfitting",
            ("circles, a straight line", () => Clinic.Recipe("circles", "linear 2", "adam rate=0.01", 30), 0.3),
            ("digits, a bottle's neck", () => Clinic.Recipe("digits", "linear 2, tanh, linear 10", "adam rate=0.01", 10), 0.2)),
    ];
}
