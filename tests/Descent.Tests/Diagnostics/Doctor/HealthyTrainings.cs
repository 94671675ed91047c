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
        ["blobs, logistic regression"] = () => Clinic.Recipe("blobs", "linear 3", "sgd rate=0.5", 30),
    };
}
