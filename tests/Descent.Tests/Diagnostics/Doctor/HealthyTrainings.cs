using Descent.Tests.Data;

namespace Descent.Tests.Diagnostics;

/// <summary>Trainings that are as they should be, with small and large networks, many activations and optimizers, tables and images.</summary>
internal static partial class HealthyTrainings
{
    /// <summary>The trainings by name.</summary>
    public static IReadOnlyDictionary<string, Func<Recipe>> All { get; } = new Dictionary<string, Func<Recipe>>
    {
        ["iris as chosen"] = () => Clinic.Recipe("iris", epochs: 60),
        ["digits as chosen"] = () => Clinic.Recipe("digits", epochs: 10),
        ["digits, convolutions with batch normalisation"] = () => Clinic.Recipe(
            "digits", "conv 8 3x3 pad 1, batchnorm, relu, maxpool 2, conv 16 3x3 pad 1, batchnorm, relu, flatten, linear 10", "adam rate=0.002", 4, batch: 32),
        ["moons, tanh and momentum"] = () => Clinic.Recipe("moons", "linear 16, tanh, linear 16, tanh, linear 2", "sgd rate=0.1 momentum=0.9", 30),
        ["circles, one sigmoid layer"] = () => Clinic.Recipe("circles", "linear 16, sigmoid, linear 2", "adam rate=0.02", 60),
        ["spirals as chosen"] = () => Clinic.Recipe("spirals", epochs: 60),
        ["sine, values"] = () => Clinic.Recipe("sine", "linear 32, tanh, linear 32, tanh, linear 1", "adam rate=0.005", 40),
        ["digits, six layers with he"] = () => Clinic.Recipe(
            "digits", "linear 64 init=he, relu, linear 64 init=he, relu, linear 64 init=he, relu, linear 64 init=he, relu, linear 64 init=he, relu, linear 10", "adam rate=0.001", 10),
        ["digits, a way around layers"] = () => Clinic.Recipe(
            "digits", "linear 64, layernorm, gelu, residual-of (linear 64, gelu, linear 64), linear 10", "adamw rate=0.002", 8, batch: 32),
        ["digits, residual blocks"] = () => Clinic.Recipe(
            "digits", "conv 16 3x3 pad 1, batchnorm, relu, residual 16, residual 32 stride 2, global-average-pool, linear 10", "adam rate=0.003", 3, batch: 32),
        ["digits, much dropout and momentum"] = () => Clinic.Recipe(
            "digits", "linear 128 init=he, relu, dropout 0.5, linear 128 init=he, relu, dropout 0.5, linear 10", "sgd rate=0.05 momentum=0.9", 10),
        ["digits, softsign"] = () => Clinic.Recipe(
            "digits", "linear 32 init=xavier, softsign, linear 32 init=xavier, softsign, linear 10", "nadam rate=0.002", 12),
        ["circles, two sigmoid layers"] = () => Clinic.Recipe("circles", "linear 16, sigmoid, linear 16, sigmoid, linear 2", "adam rate=0.02", 60),
        ["xor, relu6"] = () => Clinic.Recipe("xor", "linear 16, relu6, linear 2", "adam rate=0.02", 40),
        ["sine, huber and all samples at once"] = () => Clinic.Recipe("sine", "linear 32, elu, linear 32, elu, linear 1", "rprop", 60, "huber", 640),
        ["moons, hinge"] = () => Clinic.Recipe("moons", "linear 32, relu, linear 1", "adam rate=0.01", 30, "hinge"),
        ["iris, softmax before a loss on probabilities"] = () => Clinic.Recipe(
            "iris", "linear 16, tanh, linear 3, softmax", "adam rate=0.02", 60, "categorical-cross-entropy"),
        ["breast cancer, with a validation part"] = () => Clinic.Recipe(
            SharedData.Require("breast-cancer-wisconsin", "wdbc.csv"), epochs: 40) with
        { ValidationFraction = 0.15 },
        ["a rare class that stands apart"] = () => Clinic.Recipe(Apart, "linear 16, relu, linear 2", "adam rate=0.01", 20),
        ["blobs, logistic regression"] = () => Clinic.Recipe("blobs", "linear 3", "sgd rate=0.5", 30),
    };

    private static string Apart => PatientFiles.Generated("apart", "a,b,kind", 1200, (ref random, i) =>
    {
        var isRare = i % 40 == 0;
        return [PatientFiles.Text(random.NextNormal() + (isRare ? 7 : 0)), PatientFiles.Text(random.NextNormal()), isRare ? "rare" : "usual"];
    });
}
